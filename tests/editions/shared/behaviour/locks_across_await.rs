//! A lock that is held across an await, by a local or by a temporary of the tail: the future can be cancelled there.
//!
//! Such a future is not `Send`, which is why this stands apart from the other await points.

use super::{
    deliberate::caught,
    maps::*,
    polling::{block_on, poll_once, suspended},
    script::Script,
    service::{Answer, Failure, Service},
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::sync::TryLockError;

type Subject = Service<MutexHashMap<u64, ()>>;

impl Subject {
    #[expect(clippy::await_holding_lock, reason = "what a user should not do, and what must not hang here")]
    #[scoped_entry(map = self.map, key = id, occupied = return Err(Failure::Refused))]
    async fn held_by_a_tail(&self, id: u64, script: &Script) -> Answer {
        after(script, self.map.lock().unwrap().len()).await
    }

    #[expect(clippy::await_holding_lock, reason = "what a user should not do, and what must not hang here")]
    #[scoped_entry(map = self.map, key = id, occupied = return Err(Failure::Refused))]
    async fn held_by_a_tail_after_a_statement(&self, id: u64, script: &Script) -> Answer {
        let one = self.map.entries();
        after(script, self.map.lock().unwrap().len().min(one)).await
    }

    #[expect(clippy::await_holding_lock, reason = "what a user should not do, and what must not hang here")]
    #[scoped_entry(map = self.map, key = id, occupied = return Err(Failure::Refused))]
    async fn held_by_a_local(&self, id: u64, script: &Script) -> Answer {
        let held = self.map.lock().unwrap();
        script.pause().await?;
        Ok(held.len())
    }
}

async fn after(script: &Script, number: usize) -> Answer {
    script.pause().await?;
    Ok(number)
}

macro_rules! held_across_an_await {
    ($($method:ident)*) => {$(
        mod $method {
            use super::*;

            #[test]
            fn the_completed_call_leaves() {
                within_deadline(|| {
                    let service = Subject::default();
                    assert_eq!(block_on(service.$method(1, &Script::uneventful())), Ok(1));
                    assert_eq!(service.map.entries(), 0);
                });
            }

            #[test]
            fn the_failed_call_leaves() {
                within_deadline(|| {
                    let service = Subject::default();
                    assert_eq!(block_on(service.$method(1, &Script::fails_at(1))), Err(Failure::Failed));
                    assert_eq!(service.map.entries(), 0);
                });
            }

            #[test]
            fn the_cancelled_call_leaves() {
                within_deadline(|| {
                    let (service, script) = (Subject::default(), Script::uneventful());
                    let future = suspended(service.$method(1, &script), 1);
                    assert!(matches!(service.map.try_lock(), Err(TryLockError::WouldBlock)), "the body holds the lock");
                    drop(future);
                    assert_eq!(service.map.entries(), 0);
                });
            }

            #[test]
            fn the_panicking_call_leaves() {
                within_deadline(|| {
                    let (service, script) = (Subject::default(), Script::panics_at(1));
                    let mut future = suspended(service.$method(1, &script), 1);
                    caught(|| poll_once(future.as_mut()));
                    assert!(service.map.is_poisoned(), "the panic found the lock held");
                    assert_eq!(service.map.entries(), 0);
                });
            }
        }
    )*};
}

held_across_an_await! { held_by_a_tail held_by_a_tail_after_a_statement held_by_a_local }
