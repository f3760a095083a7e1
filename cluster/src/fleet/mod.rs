//! The fleet view: what is in flight on all nodes, read from any one of them.
//!
//! Each node publishes the maps of its registry once a second. Calls cost nothing: publishing reads the maps as an
//! exporter of metrics does.
//!
//! # Examples
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! use scoped_entry::{InflightMap, observe::Registry};
//! use scoped_entry_cluster::{Cluster, memory::Server};
//! use std::sync::Arc;
//!
//! let uploads = Arc::new(InflightMap::<u64>::builder().name("uploads").build());
//! let registry = Registry::new();
//! registry.watch(&uploads);
//!
//! let cluster = Cluster::memory(&Server::new()).node("pod-7").connect().await?;
//! cluster.publish(&registry);
//! let _guard = uploads.enter(7, ());
//! let fleet = loop {
//!     let fleet = cluster.fleet().await?;
//!     if fleet.total("uploads") == 1 {
//!         break fleet;
//!     }
//!     # std::thread::sleep(std::time::Duration::from_millis(50));
//! };
//! assert_eq!(fleet.nodes()[0].name, "pod-7");
//! println!("{}", fleet.prometheus_text());
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```

mod record;
mod text;

pub(crate) use record::{decode, encode};

use std::time::Duration;

/// How often a node publishes.
pub(crate) const INTERVAL: Duration = Duration::from_secs(1);
/// A node that has not published for so long is stopped, cut off or dead.
const LATE: Duration = Duration::from_secs(3);
/// The oldest entries of each map that are published.
pub(crate) const ENTRIES: usize = 10;

/// What all nodes have published last. Returned by [`Cluster::fleet`](crate::Cluster::fleet).
#[derive(Clone, Debug)]
pub struct Fleet {
    nodes: Vec<Node>,
}

/// A node, as it has published itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Node {
    /// The name of the node.
    pub name: String,
    /// The time since it has published last, by the server's clock.
    pub age: Duration,
    /// Its maps, sorted by name.
    pub maps: Vec<NodeMap>,
}

/// The maps of one name, on one node.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeMap {
    /// The name of the maps.
    pub name: String,
    /// The number of entries.
    pub entries: u64,
    /// The limit, or `None`.
    pub limit: Option<u64>,
    /// The age of the oldest entry when it was published, or zero if there are no entries.
    pub oldest_entry_age: Duration,
    /// The oldest entries, oldest first, at most ten.
    pub oldest: Vec<NodeEntry>,
}

/// An entry, on one node.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeEntry {
    /// The age of the entry when it was published.
    pub age: Duration,
    /// The location in the source that inserted it: file, line and column.
    pub location: String,
    /// The key as text, if the map was added by
    /// [`watch_with_keys`](scoped_entry::observe::Registry::watch_with_keys).
    pub key: Option<String>,
}

impl Node {
    /// Returns whether the node has published in the last three seconds. A node that has not is stopped, cut off or dead;
    /// it disappears after one TTL.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.age < LATE
    }
}

impl Fleet {
    pub(crate) fn new(mut nodes: Vec<Node>) -> Self {
        nodes.sort_by(|a, b| a.name.cmp(&b.name));
        Self { nodes }
    }

    /// Returns the nodes, sorted by name, those that are not alive included.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Returns the number of nodes that are alive.
    #[must_use]
    pub fn alive(&self) -> usize {
        self.nodes.iter().filter(|node| node.is_alive()).count()
    }

    /// Returns the number of entries of a name on all nodes together, as each has published it last. O(number of maps).
    #[must_use]
    pub fn total(&self, map: &str) -> u64 {
        let maps = self.nodes.iter().flat_map(|node| &node.maps);
        maps.filter(|of_node| of_node.name == map).map(|of_node| of_node.entries).sum()
    }

    /// Returns the metrics of the whole fleet in the text format of Prometheus: `inflight_fleet_entries{map}`,
    /// `inflight_fleet_oldest_entry_age_seconds{map}` and `inflight_fleet_nodes`. Never contains keys.
    ///
    /// Export it from one node only, or each entry is counted once for every node that exports it.
    #[must_use]
    pub fn prometheus_text(&self) -> String {
        let maps = self.nodes.iter().flat_map(|node| &node.maps);
        text::prometheus(self.alive(), maps.map(|map| (map.name.as_str(), map.entries, map.oldest_entry_age)))
    }
}
