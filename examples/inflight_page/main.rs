//! The web page `GET /inflight`, over a service with a made-up load.
//!
//! ```text
//! cargo run --example inflight_page
//! ```
//!
//! Open the address that it prints. `uploads` and `exports` show a part of their keys, the other maps show none. `payments`
//! has one entry per key. `searches` come in waves. `exports` exceeds its limit now and then, when a disk is slow.
//!
//! [`work`] has the functions of the service, [`load`] calls them, and [`serve`] sets up the page.

#![forbid(unsafe_code)]

mod load;
mod work;

use axum::Router;
use clap::Parser;
use scoped_entry::{observe::Registry, page::Page};
use std::{io, net::Ipv4Addr, process::ExitCode, time::Duration};
use tokio::{net::TcpListener, time};
use work::{EXPORTS, PAYMENTS, SEARCHES, UPLOADS};

/// Serves a page of the calls in flight, over a made-up load, until Ctrl-C.
#[derive(Debug, Parser)]
#[command(name = "inflight_page")]
struct Args {
    /// Port to listen on, on 127.0.0.1; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,

    /// Exit after this number of seconds
    #[arg(long, value_name = "N")]
    seconds: Option<u32>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve(&Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(args: &Args) -> io::Result<()> {
    let registry = Registry::new();
    registry.watch_static_with_keys(&UPLOADS, |path| path.rsplit('/').next().unwrap_or_default().to_owned());
    registry.watch_static(&PAYMENTS);
    registry.watch_static(&SEARCHES);
    registry.watch_static_with_keys(&EXPORTS, |customer| format!("customer …{:02}", customer % 100));
    let page = Page::new(registry).title("Calls in flight");

    // Fills the charts before the first request. Without it, they start with that request.
    let sampled = page.clone();
    tokio::spawn(async move {
        let mut second = time::interval(Duration::from_secs(1));
        loop {
            second.tick().await;
            sampled.sample();
        }
    });

    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await?;
    println!("http://{}/inflight", listener.local_addr()?);
    load::start();
    let app = Router::new().merge(page.router());
    let end = async {
        match args.seconds {
            Some(seconds) => time::sleep(Duration::from_secs(seconds.into())).await,
            None => std::future::pending().await,
        }
    };
    // Not a graceful shutdown, which would wait for open pages.
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served,
        () = end => Ok(()),
    }
}
