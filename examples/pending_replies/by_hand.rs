//! The calls that wait, by hand: a `oneshot` in a map, as most clients have it. Only a reply removes an entry, and the
//! loss of the connection.

use crate::client::{Lost, Waiting};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use tokio::sync::oneshot;

#[derive(Default)]
pub(crate) struct ByHand {
    pending: Mutex<HashMap<u64, oneshot::Sender<u64>>>,
}

impl ByHand {
    fn pending(&self) -> std::sync::MutexGuard<'_, HashMap<u64, oneshot::Sender<u64>>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting for ByHand {
    async fn call(&self, id: u64, send: impl Future<Output = Result<(), Lost>> + Send) -> Result<u64, Lost> {
        let (sender, reply) = oneshot::channel();
        self.pending().insert(id, sender);
        send.await?; // if this fails or is dropped, the entry stays
        reply.await.map_err(|_| Lost) // and if this is dropped, until a reply comes
    }

    fn complete(&self, id: u64, reply: u64) -> bool {
        let sender = self.pending().remove(&id);
        sender.is_some_and(|sender| sender.send(reply).is_ok())
    }

    fn connected(&self) {}

    fn lost(&self) {
        let dropped = std::mem::take(&mut *self.pending());
        drop(dropped);
    }

    fn entries(&self) -> usize {
        self.pending().len()
    }
}
