//! All requests of the plan, shared out between the clients, and what became of them.

use crate::{
    client::Client,
    fate::{Fate, PerFate},
    plan::Request,
    progress::Progress,
    route::{PerRoute, Route},
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::task::JoinSet;

/// What the client saw.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Requests that ended as they were asked to.
    pub(crate) outcomes: PerRoute<PerFate<u64>>,
    /// Requests that did not.
    pub(crate) unexpected: PerRoute<u64>,
    /// The first thing that went wrong.
    pub(crate) first_error: Option<String>,
    /// How many entries `GET /inflight` listed half-way, or what happened instead.
    pub(crate) listed: Option<Result<PerRoute<usize>, String>>,
}

/// As many at a time as there are clients. They are gone at the end, and with them their connections.
pub(crate) async fn run(clients: Vec<Client>, plan: Vec<Request>, progress: Progress) -> Seen {
    let load = Arc::new(Load { plan, next: AtomicUsize::new(0), progress });
    let mut workers: JoinSet<_> = clients.into_iter().map(|client| Arc::clone(&load).send_by(client)).collect();
    let mut seen = Seen::default();
    while let Some(worker) = workers.join_next().await {
        seen.add(worker.expect("no worker is aborted, and none panics"));
    }
    load.progress.finish();
    seen
}

struct Load {
    plan: Vec<Request>,
    next: AtomicUsize,
    progress: Progress,
}

impl Load {
    /// Sends the next request of the plan, until there is none.
    async fn send_by(self: Arc<Self>, client: Client) -> Seen {
        let mut seen = Seen::default();
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(request) = self.plan.get(index) else { return seen };
            if index == self.plan.len() / 2 {
                seen.listed = Some(client.listed().await);
            }
            seen.count(request, client.call(*request).await);
            self.progress.advance();
        }
    }
}

impl Seen {
    fn count(&mut self, request: &Request, ended: Result<(), String>) {
        match ended {
            Ok(()) => self.outcomes[request.route][request.fate] += 1,
            Err(error) => {
                self.unexpected[request.route] += 1;
                self.first_error.get_or_insert(error);
            }
        }
    }

    fn add(&mut self, other: Self) {
        for route in Route::ALL {
            for fate in Fate::ALL {
                self.outcomes[route][fate] += other.outcomes[route][fate];
            }
            self.unexpected[route] += other.unexpected[route];
        }
        self.first_error = self.first_error.take().or(other.first_error);
        self.listed = self.listed.take().or(other.listed);
    }
}
