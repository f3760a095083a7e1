//! Functions whose entry lives in a future.

use crate::Service;
#[cfg(feature = "annotated")]
use scoped_entry::scoped_entry;
use std::{future::ready, rc::Rc};

impl Service {
    #[cfg_attr(feature = "annotated", scoped_entry(map = self.calls, key = id))]
    pub async fn handle(&self, id: u64) -> Result<u64, String> {
        let doubled = ready(id * 2).await;
        if doubled == self.handled {
            return Err(doubled.to_string());
        }
        Ok(doubled)
    }

    #[cfg_attr(feature = "annotated", scoped_entry(map = self.unique, key = name, value = 1, occupied = |_| return ready(0).await))]
    pub async fn join(&self, name: &str) -> u64 {
        let length = ready(name.len() as u64).await;
        length + self.handled
    }
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub async fn on_one_line(id: u64) -> u64 { ready(id).await }

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub async fn future_not_send(id: u64) -> u64 {
    let local = Rc::new(id);
    ready(()).await;
    *local
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
pub async fn await_holding_lock(id: u64, lock: &std::sync::Mutex<u64>) -> u64 {
    let held = lock.lock().unwrap();
    ready(id).await + *held
}

#[cfg_attr(feature = "annotated", scoped_entry(map = crate::CALLS, key = id))]
async fn never_called(id: u64) -> u64 {
    ready(id).await
}
