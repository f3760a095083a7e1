//! A server on a free port, from start to shutdown.

use crate::{
    handlers::{self, App},
    shutdown,
};
use axum::{
    Router,
    routing::{get, post},
};
use scoped_entry::Live;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle, time};

pub(crate) struct Service {
    app: Arc<App>,
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<io::Result<()>>,
}

impl Service {
    pub(crate) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let app = Arc::new(App::new());
        let router = Router::new()
            .route("/report/{name}", get(handlers::report))
            .route("/job/{name}", post(handlers::job))
            .route("/hangs/{name}", get(handlers::hangs))
            .with_state(Arc::clone(&app));
        // A real service uses a signal: `tokio::signal::ctrl_c`, or SIGTERM.
        let (stop, stopped) = oneshot::channel();
        let serve = axum::serve(listener, router).with_graceful_shutdown(async {
            _ = stopped.await;
        });
        Ok(Self { app, address, stop, served: tokio::spawn(serve.into_future()) })
    }

    pub(crate) fn app(&self) -> Arc<App> {
        Arc::clone(&self.app)
    }

    pub(crate) fn url(&self, route: &str, name: &str) -> String {
        format!("http://{}/{route}/{name}", self.address)
    }

    /// Waits until at least `calls` calls are in flight.
    pub(crate) async fn has_in_flight(&self, calls: usize) {
        while self.app.inflight.len() < calls {
            time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Shuts down, and returns the calls that have not ended within `deadline`.
    pub(crate) async fn shut_down(self, deadline: Duration) -> Vec<Live<String, ()>> {
        _ = self.stop.send(());
        shutdown::drain(self.served, &self.app.inflight, deadline).await
    }
}
