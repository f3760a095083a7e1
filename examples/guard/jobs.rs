//! Jobs that run on threads of their own.

use scoped_entry::{InflightMap, scoped_entry};
use std::{
    sync::{Arc, mpsc},
    thread,
};

#[derive(Default)]
pub(crate) struct Jobs {
    pub(crate) in_flight: Arc<InflightMap<u64>>,
}

impl Jobs {
    /// Starts a job, which finishes once it receives a message.
    #[scoped_entry(map = Arc::clone(&self.in_flight), key = id, guard = entry)]
    pub(crate) fn accept(&self, id: u64) -> (thread::JoinHandle<()>, mpsc::Sender<()>) {
        let (go_on, told) = mpsc::channel();
        let job = thread::spawn(move || {
            _ = told.recv();
            drop(entry);
        });
        (job, go_on)
    }
}
