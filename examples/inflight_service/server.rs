//! The server, from its start until all its calls have ended.

use crate::{
    app::App,
    endings::{self, Endings},
    fate::PerFate,
    handlers, listing,
    route::{PerRoute, Route},
};
use axum::{Router, middleware, routing::get};
use std::{
    io,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
    time,
};

/// A call that still runs this long after the end of the load is stuck.
const DRAINS_WITHIN: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    endings: PerRoute<Arc<PerFate<AtomicU64>>>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<io::Result<()>>,
    running: watch::Sender<()>,
}

impl Server {
    /// Starts serving on `listener`, in a task of the current runtime.
    pub(crate) fn start(listener: TcpListener, app: Arc<App>) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (stop, stopped) = oneshot::channel();
        let (running, one_running) = watch::channel(());
        let layers = PerRoute::from_fn(|_| Endings::new(one_running.clone()));
        let endings = PerRoute::from_fn(|route| layers[route].counts());

        let counted = |route: Route| middleware::from_fn_with_state(layers[route].clone(), endings::count);
        let router = Router::new()
            .route("/by-hand/{id}", get(handlers::by_hand).layer(counted(Route::ByHand)))
            .route("/annotated/{id}", get(handlers::annotated).layer(counted(Route::Annotated)))
            .route("/inflight", get(listing::inflight))
            .with_state(app);
        let serve = axum::serve(listener, router).with_graceful_shutdown(async {
            // An error means that `Server` was dropped; this stops the server, too.
            _ = stopped.await;
        });
        Ok(Self { endings, stop, served: tokio::spawn(serve.into_future()), running })
    }

    /// Stops accepting and waits until every call has ended.
    ///
    /// # Errors
    ///
    /// Returns a message for the user if the server failed or did not drain in time.
    pub(crate) async fn drain(self) -> Result<PerRoute<PerFate<u64>>, String> {
        let Self { endings, stop, served, running } = self;
        // An error means that the server has already ended; `served` then has the reason.
        _ = stop.send(());
        let drained = async {
            served.await.map_err(io::Error::other)??;
            // axum returns when its connections have ended, but drops their state later: also the future of a cancelled
            // call, and with it the entry.
            running.closed().await;
            Ok::<(), io::Error>(())
        };
        match time::timeout(DRAINS_WITHIN, drained).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Err(format!("the server failed: {error}")),
            Err(_) => return Err(format!("the server has not drained within {} s", DRAINS_WITHIN.as_secs())),
        }
        Ok(PerRoute::from_fn(|route| PerFate::from_fn(|fate| endings[route][fate].load(Ordering::Relaxed))))
    }
}

#[cfg(test)]
mod tests {
    use super::Server;
    use crate::{app::App, client::Client, fate::Fate, load, plan::Request, progress::Progress, route::Route};
    use std::{net::TcpListener, sync::Arc};

    /// All calls end at the last moment before the server drains.
    #[tokio::test(flavor = "multi_thread")]
    async fn drained_server_has_dropped_every_abandoned_call() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let app = Arc::new(App::default());
        let server = Server::start(listener, Arc::clone(&app)).unwrap();

        let plan: Vec<_> = (0..64).map(|id| Request { id, route: Route::Annotated, fate: Fate::Abandon }).collect();
        let clients = plan.iter().map(|_| Client::new(address, Arc::clone(&app)).unwrap()).collect();
        let progress = Progress::new(plan.len(), Arc::clone(&app));
        let seen = load::run(clients, plan, progress).await;
        let endings = server.drain().await.unwrap();

        assert_eq!(seen.first_error, None);
        assert_eq!(endings.annotated[Fate::Abandon], 64);
        assert!(app.annotated.is_empty());
        assert_eq!(app.annotated.stats().entered, 64);
    }
}
