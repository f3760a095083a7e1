#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod asked;
mod builder;
mod claim;
mod claims;
mod clock;
mod cluster;
mod counters;
mod engine;
mod error;
pub mod fleet;
mod handle;
mod held;
mod keeper;
mod key;
pub mod memory;
mod permit;
mod permits;
mod token;

pub use builder::Builder;
#[doc(alias("lock", "guard", "lease", "distributed lock", "mutex"))]
pub use claim::Claim;
#[doc(alias("distributed lock", "redlock", "mutex", "lock by key", "lease"))]
pub use claims::Claims;
#[doc(alias("redis", "valkey"))]
pub use cluster::Cluster;
pub use counters::ClaimStats;
pub use error::{ClaimError, ConnectError, Lost, NotClosed, PermitError, Reason, Unavailable};
#[doc(alias("fencing token", "version"))]
pub use held::Fence;
pub use key::{ClusterKey, EncodedKey};
#[doc(alias("semaphore", "guard", "slot"))]
pub use permit::Permit;
#[doc(alias("semaphore", "distributed semaphore", "concurrency limit", "rate limit"))]
pub use permits::Permits;
