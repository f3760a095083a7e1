//! Every path that generated code names follows `crate = …`.

use renamed::{InflightMap, UniqueMap, scoped_entry};
use std::{future::Future, sync::LazyLock};

static CALLS: InflightMap<(u64, String), u64> = InflightMap::new();
static UNIQUE: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

struct Reply(usize);

#[scoped_entry(map = CALLS, key = (id, "a"), crate = ::renamed)]
fn shared(id: u64) -> Reply {
    Reply(CALLS.len())
}

#[scoped_entry(map = CALLS, key = (id, (("a"))), value = 3, guard = entry, crate = renamed)]
async fn shared_and_named(id: u64) -> Reply {
    std::future::ready(()).await;
    Reply(entry.map().len())
}

#[scoped_entry(map = UNIQUE, key = id, occupied = return None, crate = ::renamed)]
#[scoped_entry(map = UNIQUE, key = id + 1, value = 5, occupied = |there| return Some(Err(there)), crate = ::renamed)]
fn unique(id: u64) -> Option<Result<Reply, u64>> {
    Some(Ok(Reply(UNIQUE.len())))
}

#[scoped_entry(map = UNIQUE, key = id, occupied = return None, guard = entry, crate = ::renamed)]
#[scoped_entry(map = UNIQUE, key = id + 1, occupied = |_| return None, guard = other, crate = ::renamed)]
fn unique_and_named(id: u64) -> Option<Reply> {
    Some(Reply(entry.map().len().max(other.map().len())))
}

#[test]
fn generated_code_names_no_crate_but_the_given_one() {
    assert_eq!(shared(7).0, 1);
    let mut future = Box::pin(shared_and_named(7));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(reply) = future.as_mut().poll(&mut context) else { panic!("nothing is waited for") };
    assert_eq!(reply.0, 1);
    assert_eq!(unique(7).and_then(Result::ok).map(|reply| reply.0), Some(2));
    assert_eq!(unique_and_named(7).map(|reply| reply.0), Some(2));
    assert_eq!(carried::all(), [1, 2, 1, 1, 1, 22]);
    assert!(CALLS.is_empty() && UNIQUE.is_empty());
}

/// The forms of a function whose result carries its entry.
mod carried {
    use super::*;
    use std::{future::ready, pin::Pin};

    #[scoped_entry(map = map, key = (id, "a"), crate = ::renamed)]
    fn literal(map: &InflightMap<(u64, String), u64>, id: u64) -> impl Future<Output = usize> + '_ {
        async move { map.len() }
    }

    #[scoped_entry(map = CALLS, key = (id, "a"), crate = ::renamed)]
    #[scoped_entry(map = CALLS, key = (id, "b"), crate = renamed)]
    fn attached(id: u64) -> Pin<Box<dyn Future<Output = usize>>> {
        Box::pin(ready(CALLS.len()))
    }

    #[scoped_entry(map = UNIQUE, key = id, occupied = return Box::pin(ready(0)), crate = ::renamed)]
    fn boxed_early(id: u64) -> Pin<Box<dyn Future<Output = usize>>> {
        if id == 0 {
            return Box::pin(ready(0));
        }
        Box::pin(async move { UNIQUE.len() })
    }

    #[scoped_entry(map = UNIQUE, key = id, occupied = |_| return ready(0), crate = ::renamed)]
    fn opaque_early(id: u64) -> impl Future<Output = usize> {
        if id == 0 {
            return ready(0);
        }
        ready(UNIQUE.len())
    }

    #[scoped_entry(map = CALLS, key = (id, "a"), crate = ::renamed)]
    fn called_early(id: u64) -> impl Future<Output = usize> {
        if id == 0 {
            return ready(0);
        }
        ready(CALLS.len())
    }

    #[scoped_entry(hold = renamed::EntryGuard::enter(&CALLS, (id, String::new()), 0), crate = ::renamed)]
    fn held_on(id: u64) -> usize {
        renamed::enter!(map = CALLS, key = (id, "a"), crate = ::renamed);
        renamed::enter!(map = UNIQUE, key = id, occupied = return 0, crate = ::renamed);
        renamed::enter!(hold = UNIQUE.try_enter(id + 1, 0).unwrap(), crate = ::renamed);
        CALLS.len() * 10 + UNIQUE.len()
    }

    fn run(future: impl Future<Output = usize>) -> usize {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::pin!(future).poll(&mut context) {
            std::task::Poll::Ready(output) => output,
            std::task::Poll::Pending => panic!("nothing is waited for"),
        }
    }

    pub(super) fn all() -> [usize; 6] {
        let map = InflightMap::new();
        [
            run(literal(&map, 1)),
            run(attached(1)),
            run(boxed_early(1)),
            run(opaque_early(1)),
            run(called_early(1)),
            held_on(1),
        ]
    }
}
