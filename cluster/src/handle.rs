//! What all handles of a cluster share.

use crate::{
    counters::Counters,
    engine::Scope,
    keeper::{
        event::{ClaimMap, Event},
        refusal::Refusal,
    },
};
use scoped_entry::InflightMap;
use std::{
    collections::HashMap,
    fmt,
    fmt::Write,
    sync::{Arc, Mutex, PoisonError, mpsc as blocking},
    time::Duration,
};
use tokio::sync::mpsc;

/// The longest time for which the drop of the last handle waits.
const LAST_DROP: Duration = Duration::from_secs(1);

/// By name, and by limit for permits.
type Maps = HashMap<(String, Option<u32>), Arc<ClaimMap>>;

/// The way to the keeper. The last handle ends it.
pub(crate) struct Shared {
    pub(crate) events: mpsc::UnboundedSender<Event>,
    pub(crate) ttl: Duration,
    pub(crate) node: Arc<str>,
    namespace: String,
    maps: Mutex<Maps>,
    /// In a lock, because a receiver is not `Sync`.
    ended: Mutex<blocking::Receiver<()>>,
}

impl Shared {
    pub(crate) fn new(
        events: mpsc::UnboundedSender<Event>,
        ended: blocking::Receiver<()>,
        ttl: Duration,
        namespace: String,
        node: Arc<str>,
    ) -> Self {
        Self { events, ttl, node, namespace, maps: Mutex::default(), ended: Mutex::new(ended) }
    }

    /// The claims of a name, or the permits if there is a limit. All handles of this cluster share them.
    pub(crate) fn map(&self, name: &str, limit: Option<u32>) -> Arc<ClaimMap> {
        let mut maps = self.maps.lock().unwrap_or_else(PoisonError::into_inner);
        let index = maps.len();
        let make = || {
            // In braces: they decide the slot in a Redis Cluster, and a script may use the keys of one slot only.
            let kind = if limit.is_some() { "permits/" } else { "" };
            let prefix = format!("{{{}/{kind}{}}}", escaped(&self.namespace), escaped(name));
            let scope = Scope { prefix, ttl: self.ttl, node: Arc::clone(&self.node), limit };
            let held = InflightMap::builder().name(name.to_owned()).build();
            Arc::new(ClaimMap { index, scope: Arc::new(scope), counters: Counters::default(), held: Arc::new(held) })
        };
        Arc::clone(maps.entry((name.to_owned(), limit)).or_insert_with(make))
    }

    pub(crate) fn send(&self, event: Event) -> Result<(), Refusal> {
        self.events.send(event).map_err(|_| Refusal::Closed)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let _ = self.events.send(Event::End);
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        // Until the releases are confirmed: the process may end right after.
        let _ = ended.recv_timeout(self.ttl.min(LAST_DROP));
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { namespace, node, ttl, .. } = self;
        f.debug_struct("Cluster").field("namespace", namespace).field("node", node).field("ttl", ttl).finish()
    }
}

/// Begins the keys of the fleet view. That of a map has a slash, so they cannot be confused.
#[cfg(feature = "redis")]
pub(crate) fn fleet_prefix(namespace: &str) -> String {
    format!("{{{}}}", escaped(namespace))
}

/// A name as a part of a key: with escapes for the characters that separate parts, and for those that are not readable.
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_graphic() && !b"%{}/:".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02x}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_be_confused() {
        assert_eq!(escaped("payments-v2.eu"), "payments-v2.eu");
        assert_eq!(escaped("a/b{c}%:é\n"), "a%2fb%7bc%7d%25%3a%c3%a9%0a");
    }
}
