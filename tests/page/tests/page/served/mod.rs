//! A page behind a real server, which ends with this value.

use axum::Router;
use scoped_entry::page::Page;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::{net::TcpListener, runtime::Runtime};

pub(crate) struct Served {
    address: SocketAddr,
    /// Dropped, it closes the port and all connections.
    _runtime: Runtime,
}

impl Served {
    pub(crate) fn start(page: Page) -> Self {
        let runtime = Runtime::new().expect("the system has threads");
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let app = Router::new().nest("/admin", page.router());
        runtime.spawn(async move { axum::serve(listener, app).await });
        Self { address, _runtime: runtime }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}/", self.address)
    }

    pub(crate) fn page(&self) -> String {
        format!("{}admin/inflight", self.origin())
    }
}
