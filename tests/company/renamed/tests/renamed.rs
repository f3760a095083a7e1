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
    assert!(CALLS.is_empty() && UNIQUE.is_empty());
}
