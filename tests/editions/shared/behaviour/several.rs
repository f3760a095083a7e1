//! Several attributes on one function: entries are made in the order in which they are written and leave in reverse.

use super::{
    deliberate::{caught, deliberate},
    noisy::Log,
    polling::{block_on, poll_once, returned, suspended},
    script::Script,
    watchdog::within_deadline,
};
use scoped_entry::{CallSite, EntryMap, Occupied, SharedKeys, UniqueKeys, key_policy, scoped_entry};
use std::sync::atomic::{AtomicBool, Ordering};

/// A map of no entries, which logs them.
struct Logging {
    log: Log,
    enters: &'static str,
    leaves: &'static str,
}

impl EntryMap for Logging {
    type Key = u64;
    type KeyPolicy = key_policy::Shared;
    type Value = ();
    type Ticket = &'static str;

    fn remove_entry(&self, ticket: &'static str) {
        self.log.write(ticket);
    }
}

impl SharedKeys for Logging {
    fn insert_entry(&self, _: u64, (): (), _: CallSite) -> &'static str {
        self.log.write(self.enters);
        self.leaves
    }
}

/// The same with one key, which may be taken.
struct Unique {
    logging: Logging,
    is_taken: AtomicBool,
}

impl EntryMap for Unique {
    type Key = u64;
    type KeyPolicy = key_policy::Unique;
    type Value = ();
    type Ticket = &'static str;

    fn remove_entry(&self, ticket: &'static str) {
        self.logging.remove_entry(ticket);
    }
}

impl UniqueKeys for Unique {
    fn try_insert_entry<R>(
        &self,
        key: u64,
        value: (),
        at: CallSite,
        occupied: impl FnOnce(&()) -> R,
    ) -> Result<&'static str, Occupied<u64, (), R>> {
        if self.is_taken.load(Ordering::Relaxed) {
            self.logging.log.write("second refuses");
            return Err(Occupied { key, value, existing: occupied(&()) });
        }
        Ok(self.logging.insert_entry(key, value, at))
    }
}

struct Service {
    log: Log,
    first: Logging,
    second: Unique,
    third: Logging,
}

impl Default for Service {
    fn default() -> Self {
        let log = Log::default();
        let logging = |enters, leaves| Logging { log: log.clone(), enters, leaves };
        let is_taken = AtomicBool::new(false);
        Self {
            first: logging("first enters", "first leaves"),
            second: Unique { logging: logging("second enters", "second leaves"), is_taken },
            third: logging("third enters", "third leaves"),
            log,
        }
    }
}

const ALL_ENTER: [&str; 3] = ["first enters", "second enters", "third enters"];
const ALL_LEAVE: [&str; 3] = ["third leaves", "second leaves", "first leaves"];

macro_rules! several {
    ($module:ident [$($lowering:tt)*] [$($asynchrony:tt)*] $run:ident) => {
        mod $module {
            use super::*;

            $($lowering)*
            trait Handler {
                $($asynchrony)* fn three(&self, id: u64) -> usize;
                $($asynchrony)* fn three_in_one_line(&self, id: u64) -> usize;
                $($asynchrony)* fn three_without_an_answer(&self, id: u64);
                $($asynchrony)* fn third_key_panics(&self, id: u64) -> usize;
                $($asynchrony)* fn body_panics(&self, id: u64) -> usize;
                $($asynchrony)* fn second_is_named(&self, id: u64) -> usize;
            }

            $($lowering)*
            impl Handler for Service {
                #[scoped_entry(map = self.first, key = id)]
                #[scoped_entry(map = self.second, key = id, occupied = return 0)]
                #[scoped_entry(map = self.third, key = id)]
                $($asynchrony)* fn three(&self, id: u64) -> usize {
                    let _local = self.log.noisy("local");
                    self.log.noisy("temporary").some().map_or(0, |_| 7)
                }

                #[scoped_entry(map = self.first, key = id)]
                #[scoped_entry(map = self.second, key = id, occupied = return 0)]
                #[scoped_entry(map = self.third, key = id)]
                $($asynchrony)* fn three_in_one_line(&self, id: u64) -> usize {
                    self.log.noisy("temporary").some().map_or(0, |_| 7)
                }

                #[scoped_entry(map = self.first, key = id)]
                #[scoped_entry(map = self.second, key = id, occupied = |()| return)]
                #[scoped_entry(map = self.third, key = id)]
                $($asynchrony)* fn three_without_an_answer(&self, id: u64) {
                    self.log.write("body");
                }

                #[scoped_entry(map = self.first, key = id)]
                #[scoped_entry(map = self.second, key = id, occupied = return 0)]
                #[scoped_entry(map = self.third, key = deliberate::<u64>())]
                $($asynchrony)* fn third_key_panics(&self, id: u64) -> usize {
                    self.log.write("body");
                    7
                }

                #[scoped_entry(map = self.first, key = id)]
                #[scoped_entry(map = self.second, key = id, occupied = return 0)]
                #[scoped_entry(map = self.third, key = id)]
                $($asynchrony)* fn body_panics(&self, id: u64) -> usize {
                    self.log.write("body");
                    deliberate()
                }

                #[scoped_entry(map = self.first, key = id)]
                #[scoped_entry(map = self.second, key = id, occupied = return 0, guard = second)]
                #[scoped_entry(map = self.third, key = id)]
                $($asynchrony)* fn second_is_named(&self, id: u64) -> usize {
                    drop(second);
                    self.log.write("body");
                    7
                }
            }

            #[test]
            fn all_enter_as_written_and_leave_in_reverse_after_the_body() {
                within_deadline(|| {
                    let service = Service::default();
                    assert_eq!($run(service.three(1)), 7);
                    let mut body = ["local", "temporary"];
                    if crate::EDITION >= 2024 {
                        body.reverse();
                    }
                    assert_eq!(service.log.lines(), [&ALL_ENTER[..], &body, &ALL_LEAVE].concat());
                });
            }

            #[test]
            fn all_leave_after_the_temporaries_of_a_body_without_statements() {
                within_deadline(|| {
                    let service = Service::default();
                    assert_eq!($run(service.three_in_one_line(1)), 7);
                    assert_eq!(service.log.lines(), [&ALL_ENTER[..], &["temporary"], &ALL_LEAVE].concat());
                });
            }

            #[test]
            fn all_leave_after_a_body_without_an_answer() {
                within_deadline(|| {
                    let service = Service::default();
                    $run(service.three_without_an_answer(1));
                    assert_eq!(service.log.lines(), [&ALL_ENTER[..], &["body"], &ALL_LEAVE].concat());
                });
            }

            #[test]
            fn all_leave_when_the_body_panics() {
                within_deadline(|| {
                    let service = Service::default();
                    caught(|| $run(service.body_panics(1)));
                    assert_eq!(service.log.lines(), [&ALL_ENTER[..], &["body"], &ALL_LEAVE].concat());
                });
            }

            #[test]
            fn the_first_leaves_if_the_second_is_refused() {
                within_deadline(|| {
                    let service = Service::default();
                    service.second.is_taken.store(true, Ordering::Relaxed);
                    assert_eq!($run(service.three(1)), 0);
                    assert_eq!(service.log.lines(), ["first enters", "second refuses", "first leaves"]);
                    $run(service.three_without_an_answer(1));
                    assert_eq!(service.log.lines().len(), 6);
                });
            }

            #[test]
            fn the_first_two_leave_if_the_thirds_key_panics() {
                within_deadline(|| {
                    let service = Service::default();
                    caught(|| $run(service.third_key_panics(1)));
                    let lines = ["first enters", "second enters", "second leaves", "first leaves"];
                    assert_eq!(service.log.lines(), lines);
                });
            }

            #[test]
            fn a_named_one_between_the_others_ends_where_the_body_says() {
                within_deadline(|| {
                    let service = Service::default();
                    assert_eq!($run(service.second_is_named(1)), 7);
                    let ends = ["second leaves", "body", "third leaves", "first leaves"];
                    assert_eq!(service.log.lines(), [&ALL_ENTER[..], &ends].concat());
                });
            }
        }
    };
}

several! { sync [] [] returned }
several! { asynchronous [] [async] block_on }
several! { async_trait [#[::async_trait::async_trait]] [async] block_on }

/// Where only a future can end.
mod cancelled {
    use super::*;

    #[::async_trait::async_trait]
    trait Handler {
        async fn boxed(&self, id: u64, script: &Script) -> usize;
    }

    #[::async_trait::async_trait]
    impl Handler for Service {
        #[scoped_entry(map = self.first, key = id)]
        #[scoped_entry(map = self.second, key = id, occupied = return 0)]
        #[scoped_entry(map = self.third, key = id)]
        async fn boxed(&self, id: u64, script: &Script) -> usize {
            script.pause().await.unwrap_or(0)
        }
    }

    impl Service {
        #[scoped_entry(map = self.first, key = id)]
        #[scoped_entry(map = self.second, key = id, occupied = return 0)]
        #[scoped_entry(map = self.third, key = id)]
        async fn plain(&self, id: u64, script: &Script) -> usize {
            let point = script.pause().await;
            point.unwrap_or(0)
        }
    }

    macro_rules! cancelled {
        ($($name:ident $method:ident;)*) => {$(
            #[test]
            fn $name() {
                within_deadline(|| {
                    let (service, script) = (Service::default(), Script::uneventful());
                    drop(service.$method(1, &script));
                    assert_eq!(service.log.lines(), [""; 0]);
                    let mut future = suspended(service.$method(1, &script), 1);
                    assert_eq!(service.log.lines(), ALL_ENTER);
                    assert!(poll_once(future.as_mut()).is_ready());
                    assert_eq!(service.log.lines(), [ALL_ENTER, ALL_LEAVE].concat());
                    drop(future);
                    drop(suspended(service.$method(1, &script), 1));
                    assert_eq!(service.log.lines(), [ALL_ENTER, ALL_LEAVE, ALL_ENTER, ALL_LEAVE].concat());
                });
            }
        )*};
    }

    cancelled! {
        a_plain_future_enters_with_the_first_poll_and_leaves_when_cancelled plain;
        a_boxed_future_enters_with_the_first_poll_and_leaves_when_cancelled boxed;
    }
}
