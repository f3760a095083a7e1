//! Claims, on the server in memory with its faults, and on real servers, which the tests start themselves.

#[cfg(feature = "redis")]
mod campaign;
mod faults;
mod fleet;
#[cfg(feature = "redis")]
mod input;
mod memory;
#[cfg(feature = "redis")]
mod nodes;
#[cfg(feature = "redis")]
mod outages;
mod permits;
#[cfg(feature = "redis")]
mod proxy;
#[cfg(feature = "redis")]
mod redis;
#[cfg(feature = "redis")]
mod server;
mod support;
#[cfg(all(feature = "redis-cluster", feature = "sentinel"))]
mod topologies;
mod waiting;
