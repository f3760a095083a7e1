//! A server in memory, for the tests of your own service.
//!
//! It behaves as a Redis server does, and can fail on demand: lose requests and replies, be silent, restart with and
//! without its data. Clusters that connect to clones of one [`Server`] see each other, as the nodes of a service do. It
//! ends with the process, so it is of no use in production.
//!
//! # Examples
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! use scoped_entry_cluster::{ClaimError, Cluster, memory::Server};
//! use std::time::Duration;
//!
//! let server = Server::new();
//! server.skip_recovery();
//! let cluster = Cluster::memory(&server).ttl(Duration::from_secs(1)).connect().await?;
//! let payments = cluster.claims::<str>("payments");
//!
//! let claim = payments.claim("order-7").await?;
//! assert!(matches!(payments.claim("order-7").await, Err(ClaimError::Held { .. })));
//! drop(claim);
//! payments.claim("order-7").await?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```

use crate::{engine::OnRelease, key::EncodedKey, token::Token};
use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A server in memory. Clones are the same server.
#[derive(Clone, Default)]
pub struct Server {
    state: Arc<Mutex<State>>,
    listeners: Arc<Mutex<Listeners>>,
}

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The connection breaks before the server gets the request.
    LostRequest,
    /// The server carries out the request, and the connection breaks before the reply.
    LostReply,
    /// There is no reply, and the server does not get the request.
    Silent,
    /// The server refuses the request.
    Refused,
}

#[derive(Default)]
pub(crate) struct State {
    /// Identifies the run of the server, as `run_id` does.
    pub(crate) run: u64,
    pub(crate) maps: HashMap<String, Map>,
    /// What each node of a namespace has published, and when.
    pub(crate) nodes: HashMap<(String, u64), (Duration, Vec<u8>)>,
    pub(crate) skip_recovery: bool,
    stopped: bool,
    faults: VecDeque<Option<Fault>>,
    /// Of a thousand requests, how many fail, and the state of the generator that chooses them.
    rate: u64,
    seed: u64,
}

#[derive(Default)]
pub(crate) struct Map {
    /// The run in which claims were last granted or refused for recovery.
    pub(crate) run: Option<u64>,
    pub(crate) until: Duration,
    pub(crate) ttl: Duration,
    pub(crate) fence: u64,
    pub(crate) claims: HashMap<EncodedKey, Claimed>,
    pub(crate) limit: u32,
    /// When each expires.
    pub(crate) permits: HashMap<Token, Duration>,
}

pub(crate) struct Claimed {
    pub(crate) token: Token,
    pub(crate) fence: u64,
    pub(crate) node: String,
    pub(crate) location: String,
    pub(crate) since: Duration,
    pub(crate) expires: Duration,
}

#[derive(Default)]
struct Listeners {
    next: u64,
    all: HashMap<u64, (HashSet<Vec<u8>>, OnRelease)>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Starts a server without data.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the server grant claims at once where it would recover first: in its first TTL, and after a restart.
    ///
    /// Do not use it in a test of restarts: without the recovery, there can be two holders.
    pub fn skip_recovery(&self) {
        self.state().skip_recovery = true;
    }

    /// Stops the server: requests fail until [`start`](Self::start).
    pub fn stop(&self) {
        self.state().stopped = true;
    }

    /// Starts the server again, as another run, with its data.
    pub fn start(&self) {
        let mut state = self.state();
        state.stopped = false;
        state.run += 1;
    }

    /// Starts the server again, as another run, without its data.
    pub fn start_empty(&self) {
        let mut state = self.state();
        state.stopped = false;
        state.run += 1;
        state.maps.clear();
        state.nodes.clear();
    }

    /// Lets the next requests fail, one for each fault. They come after those that were given before.
    pub fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults.into_iter().map(Some));
    }

    /// Lets requests through before the faults that are given next.
    pub fn succeed(&self, requests: usize) {
        self.state().faults.extend(std::iter::repeat_n(None, requests));
    }

    /// Lets requests fail at random: of a thousand requests about `rate`. Half of them lose the request, half the reply.
    pub fn fail_at_random(&self, rate: u32, seed: u64) {
        let mut state = self.state();
        state.rate = u64::from(rate);
        state.seed = seed | 1;
    }

    /// Returns the number of keys that are claimed and of permits that are held, in all maps. Includes those whose holder
    /// has gone, until they expire.
    #[must_use]
    pub fn keys(&self) -> usize {
        let now = crate::clock::now();
        let state = self.state();
        let claims = state.maps.values().flat_map(|map| map.claims.values().map(|claim| claim.expires));
        let permits = state.maps.values().flat_map(|map| map.permits.values().copied());
        claims.chain(permits).filter(|expires| *expires > now).count()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(crate) fn next_fault(&self) -> Option<Fault> {
        let mut state = self.state();
        if state.stopped {
            return Some(Fault::LostRequest);
        }
        if let Some(fault) = state.faults.pop_front() {
            return fault;
        }
        if state.rate == 0 {
            return None;
        }
        // Marsaglia's xorshift.
        state.seed ^= state.seed << 13;
        state.seed ^= state.seed >> 7;
        state.seed ^= state.seed << 17;
        let drawn = state.seed % 1_000;
        (drawn < state.rate).then_some(if drawn & 1 == 0 { Fault::LostRequest } else { Fault::LostReply })
    }

    pub(crate) fn publish(&self, channel: &[u8]) {
        let listeners = lock(&self.listeners);
        for (_, on_release) in listeners.all.values().filter(|(channels, _)| channels.contains(channel)) {
            on_release(channel);
        }
    }

    pub(crate) fn listener(&self, on_release: OnRelease) -> Listener {
        let mut listeners = lock(&self.listeners);
        let id = listeners.next;
        listeners.next += 1;
        listeners.all.insert(id, (HashSet::new(), on_release));
        Listener { listeners: Arc::clone(&self.listeners), id }
    }
}

/// A keeper that listens to releases, until it is dropped.
pub(crate) struct Listener {
    listeners: Arc<Mutex<Listeners>>,
    id: u64,
}

impl Listener {
    fn channels(&self, change: impl FnOnce(&mut HashSet<Vec<u8>>)) {
        if let Some((channels, _)) = lock(&self.listeners).all.get_mut(&self.id) {
            change(channels);
        }
    }

    pub(crate) fn begin(&self, channel: Vec<u8>) {
        self.channels(|channels| {
            channels.insert(channel);
        });
    }

    pub(crate) fn end(&self, channel: &[u8]) {
        self.channels(|channels| {
            channels.remove(channel);
        });
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let removed = lock(&self.listeners).all.remove(&self.id);
        drop(removed);
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("keys", &self.keys()).finish_non_exhaustive()
    }
}
