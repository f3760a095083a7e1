//! What a body still holds when it ends: the temporaries and locals of every kind of body drop before the entry.
//!
//! The map is a bare one, whose lock the removal of the entry needs: a temporary that outlives the entry deadlocks.

use super::instruments::{pause, without_deadlock};
use pollster::block_on;
use scoped_entry::scoped_entry;
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    sync::{Mutex, MutexGuard, RwLock},
};

#[derive(Default)]
struct Service {
    inflight: Mutex<HashMap<u64, String>>,
    read: RwLock<BTreeMap<u64, String>>,
}

type Calls<'a> = MutexGuard<'a, HashMap<u64, String>>;

impl Service {
    fn lock(&self) -> Calls<'_> {
        self.inflight.lock().unwrap()
    }

    fn left(&self) -> usize {
        self.lock().len() + self.read.read().unwrap().len()
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    fn call(&self, id: u64) -> usize {
        self.lock().len()
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    fn call_after_statements(&self, id: u64) -> usize {
        let one = self.lock().len();
        one * self.lock().len()
    }

    #[scoped_entry(map = self.inflight, key = id, value = "a".into(), occupied = return None)]
    fn if_let(&self, id: u64) -> Option<String> {
        if let Some(value) = self.lock().get(&id) { Some(value.clone()) } else { Some("not there".into()) }
    }

    #[scoped_entry(map = self.inflight, key = id, value = "a".into(), occupied = return None)]
    fn match_after_statements(&self, id: u64) -> Option<String> {
        let key = id;
        match self.lock().get(&key) {
            Some(value) => Some(value.clone()),
            None => Some(self.lock().len().to_string()),
        }
    }

    #[scoped_entry(map = self.inflight, key = id, value = "a".into(), occupied = return Err(0))]
    fn asks(&self, id: u64) -> Result<usize, usize> {
        Ok(self.lock().get(&(id + 1)).ok_or(self.read.read().map_or(1, |_| 2_usize))?.len())
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    #[allow(clippy::needless_return, reason = "the form is the point; the lint looks at the edition's drop order")]
    fn returns(&self, id: u64) -> usize {
        return self.lock().len();
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    fn returns_from_within(&self, id: u64) -> usize {
        loop {
            if let Some(value) = self.lock().get(&id) {
                return value.len() + 1;
            }
        }
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return false)]
    fn compares(&self, id: u64) -> bool {
        self.lock().contains_key(&id) && self.lock().len() == 1
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return)]
    fn assigns(&self, id: u64, seen: &mut usize) {
        *seen = self.lock().len()
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    fn holds_a_local(&self, id: u64) -> usize {
        let calls = self.lock();
        calls.len()
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    fn lends_a_temporary(&self, id: u64) -> usize {
        let of = |calls: &Calls<'_>| calls.len();
        of(&self.lock())
    }

    #[scoped_entry(map = self.read, key = id, value = "a".into(), occupied = return 0)]
    fn reads(&self, id: u64) -> usize {
        self.read.read().unwrap()[&id].len()
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    async fn later(&self, id: u64) -> usize {
        pause().await;
        self.lock().len()
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    #[scoped_entry(map = self.inflight, key = id + 1, occupied = return 0)]
    #[scoped_entry(map = self.read, key = id, occupied = return 0)]
    fn several(&self, id: u64) -> usize {
        self.lock().len() + self.read.write().unwrap().len()
    }

    #[scoped_entry(map = self.inflight, key = id, occupied = return 0)]
    #[scoped_entry(map = self.inflight, key = id + 1, occupied = return 0)]
    fn several_with_statements(&self, id: u64) -> usize {
        let calls = RefCell::new(self.lock());
        let seen = calls.borrow().len();
        seen * self.read.read().map_or(0, |calls| calls.len() + 1)
    }
}

#[test]
fn temporaries_of_the_tail_drop_before_the_entry() {
    without_deadlock(|| {
        let service = Service::default();
        assert_eq!((service.call(7), service.call_after_statements(7)), (1, 1));
        assert_eq!(
            (service.if_let(7).as_deref(), service.match_after_statements(7).as_deref()),
            (Some("a"), Some("a"))
        );
        assert!(service.compares(7));
        let mut seen = 0;
        service.assigns(7, &mut seen);
        assert_eq!(seen, 1);
        assert_eq!((service.lends_a_temporary(7), service.reads(7)), (1, 1));
        assert_eq!(service.left(), 0);
    });
}

#[test]
fn temporaries_of_an_early_exit_drop_before_the_entry() {
    without_deadlock(|| {
        let service = Service::default();
        assert_eq!((service.asks(7), service.returns(7), service.returns_from_within(7)), (Err(2), 1, 1));
        assert_eq!(service.left(), 0);
    });
}

#[test]
fn locals_drop_before_the_entry() {
    without_deadlock(|| {
        let service = Service::default();
        assert_eq!(service.holds_a_local(7), 1);
        assert_eq!(service.left(), 0);
    });
}

#[test]
fn temporaries_drop_before_every_entry_of_several_and_of_async_functions() {
    without_deadlock(|| {
        let service = Service::default();
        assert_eq!((service.several(7), service.several_with_statements(7)), (2 + 1, 2));
        assert_eq!(block_on(service.later(7)), 1);
        assert_eq!(service.left(), 0);
    });
}
