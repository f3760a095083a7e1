//! An axum handler whose calls are entries of a map: for as long as they run, even if a client hangs up.
//!
//! ```text
//! cargo run --example axum_handler
//! ```

#![forbid(unsafe_code)]

use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{error::Error, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Notify, time};

#[derive(Default)]
struct App {
    in_flight: InflightMap<u64>,
    /// Stands for a slow database.
    database: Notify,
}

#[scoped_entry(map = app.in_flight, key = id)]
async fn report(State(app): State<Arc<App>>, Path(id): Path<u64>) -> String {
    app.database.notified().await;
    format!("this is report {id}")
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = Arc::new(App::default());
    let router = Router::new().route("/report/{id}", get(report)).with_state(Arc::clone(&app));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/report", listener.local_addr()?);
    tokio::spawn(axum::serve(listener, router).into_future());

    let client = reqwest::Client::builder().no_proxy().build()?;
    let patient = tokio::spawn(client.get(format!("{url}/1")).send());
    let impatient = tokio::spawn(client.get(format!("{url}/2")).send());
    while app.in_flight.len() < 2 {
        time::sleep(Duration::from_millis(1)).await;
    }
    for call in app.in_flight.snapshot() {
        println!("in flight: report {}, entered at {}", call.key, call.location);
    }

    // Closes the connection. The server drops the handler's future, which is suspended at its `.await`.
    impatient.abort();
    while app.in_flight.contains_key(&2) {
        time::sleep(Duration::from_millis(1)).await;
    }
    println!("the client of report 2 hung up, and its entry is gone");

    app.database.notify_one();
    println!("the other client got: {}", patient.await??.text().await?);
    println!("entries in the map: {}", app.in_flight.len());
    Ok(())
}
