#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod adapters;
mod attached;
mod attributes;
#[cfg(feature = "conformance")]
pub mod conformance;
mod entry;
pub mod guide;
#[cfg(feature = "std")]
mod maps;
#[cfg(feature = "std")]
pub mod observe;
#[cfg(feature = "axum")]
pub mod page;
#[cfg(feature = "std")]
mod poison;
#[cfg(feature = "single-flight")]
mod single_flight;
#[cfg(any(feature = "drained", feature = "single-flight"))]
mod wait_list;

#[doc(hidden)]
#[path = "macro_support/mod.rs"]
pub mod __private;

/// The values of [`EntryMap::KeyPolicy`]: whether several entries of a map may have the same key.
pub mod key_policy {
    pub use crate::entry::{
        enter::{Enter, TryEnter},
        key_policy::{Shared, Unique},
    };
}

// Aliases stand on re-exports: rustdoc ignores those of an item in a private module.
#[doc(alias("Mutex<HashMap>", "RwLock<HashMap>", "HashMap", "BTreeMap", "HashSet", "BTreeSet", "IndexMap"))]
pub use adapters::KeyedCollection;
#[doc(alias("SSE", "body", "cancel", "future", "permit", "response", "spawn", "stream", "streaming", "task"))]
pub use attached::Attached;
#[doc(alias("block", "defer", "drop guard", "guard", "raii", "scope", "scopeguard", "track"))]
pub use attributes::enter;
#[doc(alias("cancel", "cancellation", "cancellation safe", "in flight", "inflight", "leak", "track"))]
#[doc(alias("defer", "drop guard", "guard", "hold", "permit", "raii", "scope", "scopeguard"))]
pub use attributes::scoped_entry;
#[cfg(feature = "single-flight")]
#[doc(alias("coalesce", "collapse", "dedup", "deduplicate", "duplicate", "request coalescing", "share"))]
#[doc(alias("singleflight", "stampede", "thundering herd"))]
pub use attributes::single_flight;
#[doc(alias("caller", "line", "location", "track_caller"))]
pub use entry::CallSite;
#[doc(alias("RAII", "defer", "drop guard", "guard", "in flight", "inflight", "permit", "scope guard"))]
pub use entry::EntryGuard;
#[doc(alias("adapter", "backend", "custom map", "in flight", "inflight", "registry"))]
pub use entry::EntryMap;
#[doc(alias("ToOwned", "convert"))]
pub use entry::IntoKey;
#[doc(alias("borrow", "owned", "owner"))]
pub use entry::MapRef;
#[doc(alias("already exists", "busy", "conflict", "duplicate", "idempotency"))]
pub use entry::Occupied;
#[doc(alias("in flight", "inflight", "multimap"))]
pub use entry::SharedKeys;
#[doc(alias("dedup", "duplicate", "exclusive", "idempotency", "unique"))]
pub use entry::UniqueKeys;
#[cfg(feature = "std")]
#[doc(alias = "alert")]
pub use maps::Excess;
#[cfg(feature = "std")]
#[doc(alias("in flight", "in-flight", "requests", "active requests", "concurrent", "concurrency", "gauge"))]
#[doc(alias("running", "tracker"))]
pub use maps::InflightMap;
#[cfg(feature = "drained")]
pub use maps::NotDrained;
#[cfg(feature = "std")]
#[doc(alias("statistics", "metrics", "gauge", "counter"))]
pub use maps::Stats;
#[cfg(feature = "std")]
#[doc(alias("watchdog", "leak", "hang", "timeout"))]
pub use maps::Stuck;
#[cfg(feature = "std")]
#[doc(alias(
    "idempotency",
    "idempotent",
    "dedup",
    "deduplicate",
    "duplicate",
    "lock",
    "lock by key",
    "mutex by key"
))]
#[doc(alias("keyed mutex", "in flight"))]
pub use maps::UniqueMap;
#[cfg(feature = "std")]
pub use maps::{Builder, EntryInfo, Live};
#[cfg(feature = "single-flight")]
#[doc(alias(
    "singleflight",
    "single flight",
    "dedup",
    "deduplicate",
    "coalesce",
    "request coalescing",
    "collapse"
))]
#[doc(alias("thundering herd", "stampede", "cache stampede", "dogpile"))]
pub use single_flight::FlightMap;
#[cfg(feature = "single-flight")]
#[doc(alias("metrics", "hit rate"))]
pub use single_flight::{DetachedFlight, FlightInfo, FlightStats};
