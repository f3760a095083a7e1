//! Distributes the requests of the plan among the clients, and collects their results.

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

/// What the clients saw.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Requests that ended as requested.
    pub(crate) outcomes: PerRoute<PerFate<u64>>,
    /// Requests that did not end as requested.
    pub(crate) unexpected: PerRoute<u64>,
    /// The first error.
    pub(crate) first_error: Option<String>,
    /// The number of entries that `GET /inflight` listed half-way, or why that request failed.
    pub(crate) listed: Option<Result<PerRoute<usize>, String>>,
}

/// Sends all requests, one at a time per client. Drops the clients and their connections at the end.
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
    /// Sends requests of the plan until none remains.
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
