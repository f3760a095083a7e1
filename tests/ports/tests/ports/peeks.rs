//! MaterializeInc/materialize #36237: a query in progress, a "peek", is noted in two maps, by its id and by its client.
//!
//! Both maps were filled before the call that starts the peek. When that call had been changed to fail where it used
//! to end the process, because the replica was just being dropped, both entries stayed as long as the client's session,
//! and the statement log later said "canceled" instead of "failed".
//!
//! What it needs: two attributes on one function. A peek that has started is answered later, and takes both guards along.

use scoped_entry::{EntryGuard, InflightMap, UniqueMap, scoped_entry};
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

#[derive(Debug, PartialEq)]
struct ReplicaDropped;

struct Compute {
    replica: bool,
}

impl Compute {
    fn peek(&mut self) -> Result<(), ReplicaDropped> {
        self.replica.then_some(()).ok_or(ReplicaDropped)
    }
}

struct AsItWas {
    pending: HashMap<u64, &'static str>,
    by_client: HashMap<u32, BTreeMap<u64, &'static str>>,
    compute: Compute,
}

impl AsItWas {
    fn start(&mut self, client: u32, id: u64, cluster: &'static str) -> Result<(), ReplicaDropped> {
        self.pending.insert(id, cluster);
        self.by_client.entry(client).or_default().insert(id, cluster);
        self.compute.peek()
    }
}

#[test]
fn as_it_was_a_peek_that_does_not_start_stays_in_both_maps() {
    let compute = Compute { replica: false };
    let mut coordinator = AsItWas { pending: HashMap::new(), by_client: HashMap::new(), compute };
    assert_eq!(coordinator.start(1, 7, "quickstart"), Err(ReplicaDropped));
    assert_eq!((coordinator.pending.len(), coordinator.by_client.len()), (1, 1));
}

type Pending = Arc<UniqueMap<u64, &'static str>>;
type ByClient = Arc<InflightMap<(u32, u64), &'static str>>;

struct Coordinator {
    pending: Pending,
    by_client: ByClient,
    compute: Compute,
}

/// A peek that has started. It is in both maps until it is answered, or nobody waits for it any more.
#[derive(Debug)]
struct Started {
    _pending: EntryGuard<Pending>,
    _by_client: EntryGuard<ByClient>,
}

impl Coordinator {
    #[scoped_entry(
        map = Arc::clone(&self.pending),
        key = id,
        value = cluster,
        guard = pending,
        occupied = |there| panic!("id {id} is in use on {there}"),
    )]
    #[scoped_entry(map = Arc::clone(&self.by_client), key = (client, id), value = cluster, guard = by_client)]
    fn start(&mut self, client: u32, id: u64, cluster: &'static str) -> Result<Started, ReplicaDropped> {
        self.compute.peek()?;
        Ok(Started { _pending: pending, _by_client: by_client })
    }

    fn entries(&self) -> (usize, usize) {
        (self.pending.len(), self.by_client.len())
    }
}

#[test]
fn a_peek_that_does_not_start_is_in_neither_map() {
    let compute = Compute { replica: false };
    let mut coordinator = Coordinator { pending: Arc::default(), by_client: Arc::default(), compute };
    assert_eq!(coordinator.start(1, 7, "quickstart").unwrap_err(), ReplicaDropped);
    assert_eq!(coordinator.entries(), (0, 0));
    assert_eq!((coordinator.pending.stats().entered, coordinator.by_client.stats().entered), (1, 1));
}

#[test]
fn a_peek_that_starts_is_in_both_maps_until_it_is_answered() {
    let compute = Compute { replica: true };
    let mut coordinator = Coordinator { pending: Arc::default(), by_client: Arc::default(), compute };
    let started = coordinator.start(1, 7, "quickstart").unwrap();
    assert_eq!(coordinator.entries(), (1, 1));
    assert_eq!(coordinator.by_client.get(&(1, 7)), Some("quickstart"));
    drop(started);
    assert_eq!(coordinator.entries(), (0, 0));
}
