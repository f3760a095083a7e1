//! The calls that wait, in a `PendingMap`: nothing here removes an entry after an `.await`.

use crate::client::{Lost, Waiting};
use scoped_entry::{PendingMap, enter};

#[derive(Default)]
pub(crate) struct InMap {
    pending: PendingMap<u64, u64>,
}

impl Waiting for InMap {
    async fn call(&self, id: u64, send: impl Future<Output = Result<(), Lost>> + Send) -> Result<u64, Lost> {
        enter!(map = self.pending, key = id, guard = reply, occupied = unreachable!("the client counts its ids"));
        send.await?; // if this fails or is dropped, the entry is gone
        reply.await.map_err(|_| Lost) // and so if this is dropped
    }

    fn complete(&self, id: u64, reply: u64) -> bool {
        self.pending.complete(&id, reply).is_ok()
    }

    fn connected(&self) {
        self.pending.reopen();
    }

    fn lost(&self) {
        self.pending.close();
    }

    fn entries(&self) -> usize {
        self.pending.len()
    }
}
