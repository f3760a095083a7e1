//! The keeper: one thread that makes every request of a [`Cluster`](crate::Cluster).
//!
//! A call only sends to it and awaits its answer; a drop only sends. So a future that is dropped in mid-claim, a guard
//! that outlives its runtime, and an executor that is too busy to renew are all the same to it.

mod claims;
pub(crate) mod event;
mod fleet;
pub(crate) mod refusal;
mod releases;
mod renewals;
mod run;
mod state;
mod waiting;

use crate::{engine::Engine, error::ConnectError};
use event::Event;
use state::Keeper;
use std::{
    sync::{Arc, mpsc as blocking},
    thread,
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// What the handles have of a keeper: the way to it, and how its end is noticed.
pub(crate) struct Started {
    pub(crate) events: mpsc::UnboundedSender<Event>,
    /// Closed when the thread ends.
    pub(crate) ended: blocking::Receiver<()>,
    pub(crate) checked: oneshot::Receiver<Result<(), ConnectError>>,
}

/// Starts the thread. It first checks the server, and ends if that fails.
pub(crate) fn start(engine: Arc<dyn Engine>, ttl: Duration, node: Arc<str>) -> Result<Started, ConnectError> {
    let (events, received) = mpsc::unbounded_channel();
    let (end, ended) = blocking::channel::<()>();
    let (reply, checked) = oneshot::channel();
    let failed = |error: std::io::Error| ConnectError::Thread(error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let sender = events.clone();
    let keep = move || {
        let _end = end;
        runtime.block_on(async {
            let checked = engine.check().await;
            let failed = checked.is_err();
            if reply.send(checked).is_err() || failed {
                return;
            }
            run::run(Keeper::new(engine, sender, ttl, node), received).await;
        });
        // Does not wait for a look-up of a name that hangs.
        runtime.shutdown_background();
    };
    thread::Builder::new().name("cluster-keeper".to_owned()).spawn(keep).map_err(failed)?;
    Ok(Started { events, ended, checked })
}
