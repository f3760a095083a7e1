//! What the keeper knows. Only its own thread has it, so there are no locks.

use super::{
    event::{ClaimMap, Event, Release, Request},
    refusal::Refusal,
};
use crate::{
    engine::{Engine, Listen},
    error::{NotClosed, Reason, Unavailable},
    held::Held,
    key::EncodedKey,
    token::{Token, random},
};
use scoped_entry::observe::Registry;
use std::{
    collections::{BTreeMap, HashMap, HashSet, VecDeque},
    future::Future,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{Semaphore, mpsc::UnboundedSender, oneshot};

pub(super) struct Keeper {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) events: UnboundedSender<Event>,
    pub(super) ttl: Duration,
    pub(super) maps: HashMap<usize, Map>,
    /// What is to be done at a local time. The number makes times unique.
    pub(super) later: BTreeMap<(Duration, u64), Later>,
    pub(super) next_later: u64,
    pub(super) next_renewal: Option<Duration>,
    pub(super) next_expiry: Option<Duration>,
    /// How many chunks are renewed at once: more would time out behind each other.
    pub(super) renewing: Arc<Semaphore>,
    /// Tokens whose release is not confirmed yet.
    pub(super) releasing: HashSet<Token>,
    /// The task that listens to releases, once there is a waiter.
    pub(super) listener: Option<UnboundedSender<Listen>>,
    /// Which waiters a message is for.
    pub(super) channels: HashMap<Vec<u8>, (usize, EncodedKey)>,
    pub(super) closed: bool,
    pub(super) closing: Vec<Closing>,
    /// When the thread ends, whether everything is confirmed or not.
    pub(super) ends: Option<Duration>,
    /// Published once a second.
    pub(super) registries: Vec<Registry>,
    pub(super) next_publication: Option<Duration>,
    pub(super) publishing: bool,
    pub(super) node: Arc<str>,
    /// Tells this node from others of the same name.
    pub(super) id: u64,
    seed: u64,
}

pub(super) struct Closing {
    pub(super) deadline: Duration,
    pub(super) reply: oneshot::Sender<Result<(), NotClosed>>,
}

pub(super) enum Later {
    Claim(Request),
    Release(usize, Release),
    Poll(usize, EncodedKey),
}

pub(super) struct Map {
    pub(super) shared: Arc<ClaimMap>,
    pub(super) held: HashMap<Token, HeldKey>,
    pub(super) claims: VecDeque<Request>,
    pub(super) claims_in_flight: usize,
    /// Requests in flight and queued for later, which may still become claims.
    pub(super) unsettled: usize,
    pub(super) releases: Vec<Release>,
    pub(super) waiting: HashMap<EncodedKey, WaitQueue>,
}

pub(super) struct HeldKey {
    pub(super) key: EncodedKey,
    pub(super) held: Arc<Held>,
    pub(super) doubtful_until: Option<Duration>,
}

/// The calls of this process that wait for one key. Only the first of them asks the server.
#[derive(Default)]
pub(super) struct WaitQueue {
    pub(super) waiters: VecDeque<Request>,
    /// Whether the first has been taken out, and asks.
    pub(super) asking: bool,
    /// Whether the key was released while the first was asking.
    pub(super) again: bool,
    pub(super) next_poll: Duration,
    /// When the queue is looked at next.
    pub(super) scheduled: Option<Duration>,
    /// Whether the listener reports releases of the key.
    pub(super) listening: bool,
    /// Why the last one was not granted the key.
    pub(super) last: Option<Refusal>,
}

impl Map {
    pub(super) fn new(shared: Arc<ClaimMap>) -> Self {
        Self {
            shared,
            held: HashMap::new(),
            claims: VecDeque::new(),
            claims_in_flight: 0,
            unsettled: 0,
            releases: Vec::new(),
            waiting: HashMap::new(),
        }
    }
}

impl Keeper {
    pub(super) fn new(engine: Arc<dyn Engine>, events: UnboundedSender<Event>, ttl: Duration, node: Arc<str>) -> Self {
        Self {
            engine,
            events,
            ttl,
            maps: HashMap::new(),
            later: BTreeMap::new(),
            next_later: 0,
            next_renewal: None,
            next_expiry: None,
            renewing: Arc::new(Semaphore::new(4)),
            releasing: HashSet::new(),
            listener: None,
            channels: HashMap::new(),
            closed: false,
            closing: Vec::new(),
            ends: None,
            registries: Vec::new(),
            next_publication: None,
            publishing: false,
            node,
            id: random(),
            seed: random() | 1,
        }
    }

    pub(super) fn at(&mut self, time: Duration, what: Later) {
        self.next_later += 1;
        self.later.insert((time, self.next_later), what);
    }

    /// A time between three quarters and five quarters of the one given.
    pub(super) fn jittered(&mut self, time: Duration) -> Duration {
        // Marsaglia's xorshift.
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        let percent = 75 + u32::try_from(self.seed % 51).unwrap_or_default();
        time * percent / 100
    }

    pub(super) fn held(&self) -> usize {
        self.maps.values().map(|map| map.held.len()).sum()
    }
}

/// The time for one request: the engine's own timeout should end it before.
pub(super) async fn in_time<T>(
    ttl: Duration,
    request: impl Future<Output = Result<T, Unavailable>>,
) -> Result<T, Unavailable> {
    let limit = ttl / 6 + Duration::from_millis(50);
    let result = tokio::time::timeout(limit, request).await;
    result.unwrap_or_else(|_| Err(Unavailable::new(Reason::Timeout, format!("no reply within {limit:?}"))))
}

/// Runs what may call wakers, which are user code: if one panics, the keeper goes on.
pub(super) fn waking(wake: impl FnOnce()) {
    let _ = catch_unwind(AssertUnwindSafe(wake));
}
