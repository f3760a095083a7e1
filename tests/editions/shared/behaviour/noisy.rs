//! A log of what dropped when.

use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    pub(crate) fn write(&self, line: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    pub(crate) fn lines(&self) -> Vec<&'static str> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Something that writes its name when it drops.
    pub(crate) fn noisy(&self, name: &'static str) -> Noisy {
        Noisy { name, log: self.clone() }
    }
}

pub(crate) struct Noisy {
    name: &'static str,
    log: Log,
}

impl Noisy {
    pub(crate) fn number(&self) -> usize {
        self.name.len()
    }

    pub(crate) fn rename(&mut self, name: &'static str) {
        self.name = name;
    }

    pub(crate) fn renamed(mut self, name: &'static str) -> Self {
        self.rename(name);
        self
    }

    /// Borrows from the temporary, so that a `match` on it keeps the temporary for its arms.
    pub(crate) fn some(&self) -> Option<&Self> {
        (!self.name.is_empty()).then_some(self)
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        self.log.write(self.name);
    }
}
