//! A real HTTP service on this machine, and clients that hang up while it works.

use crate::task::Task;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use std::{net::Ipv4Addr, time::Duration};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    runtime::{self, Runtime},
    time::timeout,
};

/// Turns a hang into a failure, and is far more than a request takes.
const TOO_LONG: Duration = Duration::from_secs(100);

pub(crate) struct Service {
    runtime: Runtime,
    listener: TcpListener,
}

impl Service {
    pub(crate) fn bind() -> Self {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().expect("the system has room for one");
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).expect("a free port is there");
        Self { runtime, listener }
    }

    /// A client asks, waits until the handler is at work, and closes its connection. When this returns, so has the
    /// server, and nothing is left of the call.
    pub(crate) fn hang_up(&self, router: Router, task: &Task) {
        self.runtime.block_on(async {
            let address = self.listener.local_addr().expect("it is bound");
            let mut client = TcpStream::connect(address).await.expect("the service listens");
            let (served, _) = self.listener.accept().await.expect("a client has come");
            let service = TowerToHyperService::new(router);
            let connection = tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(served), service));
            client.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.expect("the service reads");
            timeout(TOO_LONG, task.is_waiting()).await.expect("the handler is called");
            drop(client);
            let ended = timeout(TOO_LONG, connection).await.expect("the server notices").expect("nobody panics");
            let error = ended.expect_err("no answer was sent");
            assert!(error.is_incomplete_message(), "the connection ended otherwise: {error}");
        });
    }
}
