//! The map, its constructors, and how calls enter it.

use super::{
    super::engine::{core::MapCore, settings::Settings, table::MixedHash},
    shard::PendingShard,
    sync::{Mutex, OnceLock},
};
use crate::entry::{EntryGuard, IntoKey, Occupied};
use core::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasher, Hash},
    panic::RefUnwindSafe,
};
use std::{collections::hash_map::RandomState, sync::Arc};

/// A concurrent map of the calls that wait for a reply, by the id of the request: for the clients of a protocol that
/// matches replies to requests, such as JSON-RPC, a message broker or a multiplexed connection.
///
/// A call enters with its id, sends its request, and awaits its [guard](EntryGuard), which is a future of the reply. The
/// task that reads the connection passes each reply to [`complete`](Self::complete), and calls [`close`](Self::close)
/// when the connection is lost. A call that is cancelled, times out, or fails to send leaves nothing behind, because the
/// guard removes its entry when it drops. The guide page on [replies](crate::guide::replies) has complete clients and
/// recipes.
///
/// # When an entry ends
///
/// Exactly one of these happens to an entry; only guards, `complete` and `close` remove:
///
/// | what happens | the guard resolves to | [`stats`](Self::stats) |
/// |---|---|---|
/// | [`complete`](Self::complete) is called with its key | `Ok(reply)` | `completed` |
/// | its guard drops: cancellation, timeout, `?`, a panic | – | `dropped` |
/// | [`close`](Self::close) is called | `Err(Closed)` | `closed` |
///
/// An entry ends when it is completed, not when its reply is read: the key is vacant at once, and a slow consumer keeps
/// nothing in the map. A guard that drops later has no effect, even if another entry has its key by then, since entries
/// are removed by identity.
///
/// # Arguments of the attribute
///
/// The keys are unique, so the attribute requires `occupied`, and it requires `guard`, since nothing else could read the
/// reply. The entry has no `value`.
///
/// # Performance
///
/// A call allocates once, for its reply. Entering, completing and removing take O(1), amortised, and polling takes no
/// lock of the map. The shards, the limit and the treatment of [hostile keys](crate::UniqueMap#hostile-keys) are those
/// of a [`UniqueMap`](crate::UniqueMap).
///
/// # Locks and user code
///
/// `Eq` and `Borrow` of keys run under a shard's lock, as does `Clone` of keys in listings. These implementations must not
/// use the map, except for [`len`](Self::len) and [`is_empty`](Self::is_empty): they would deadlock. Keys and replies are
/// dropped, keys are hashed, and wakers are called, cloned and dropped under no lock. If one of them panics, the panic propagates
/// to the caller, and the map remains consistent: an entry whose waker panics in `complete` has its reply.
///
/// # Examples
///
/// Most clients make their ids themselves:
///
/// ```
/// use scoped_entry::{Closed, PendingMap, enter};
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
///
/// #[derive(Debug)]
/// enum Error {
///     DuplicateId,
///     Send,
///     Closed,
/// }
///
/// impl From<Closed> for Error {
///     fn from(_: Closed) -> Self {
///         Self::Closed
///     }
/// }
///
/// #[derive(Default)]
/// struct Client {
///     next: AtomicU64,
///     pending: PendingMap<u64, String>,
/// }
///
/// impl Client {
///     async fn call(&self, request: &str) -> Result<String, Error> {
///         let id = self.next.fetch_add(1, Relaxed);
///         enter!(map = self.pending, key = id, guard = reply, occupied = return Err(Error::DuplicateId));
///         self.send(id, request).await?; // if this fails, the entry is gone
///         Ok(reply.await?) // if this is dropped, too
///     }
///
///     async fn send(&self, id: u64, request: &str) -> Result<(), Error> {
/// #       if request == "lost" {
/// #           return Err(Error::Send);
/// #       }
///         // … here, the server replies at once, and the reader of the connection calls:
///         self.pending.complete(&id, request.to_uppercase()).map_err(|_| Error::Send)
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let client = Client::default();
/// assert_eq!(client.call("ping").await.unwrap(), "PING");
/// # assert!(client.call("lost").await.is_err());
/// assert!(client.pending.is_empty());
/// # });
/// ```
pub struct PendingMap<K, R, S = RandomState> {
    hasher: S,
    pub(super) core: MapCore<PendingShard<K, R>>,
    /// Locked before any shard. Made by the first `close` or `reopen`, since the models' mutex has no `const` constructor.
    pub(super) is_closed: OnceLock<Mutex<bool>>,
}

// No user code runs under the lock of `is_closed`. The core implements it for the same reason.
impl<K, R, S: RefUnwindSafe> RefUnwindSafe for PendingMap<K, R, S> {}

impl<K, R> PendingMap<K, R> {
    /// Creates an empty map with default settings and a random [`RandomState`]. Allocates nothing.
    ///
    /// It is not `const`. For a `static`, use a [`LazyLock`](std::sync::LazyLock), or
    /// [`with_hasher`](Self::with_hasher).
    #[must_use]
    pub fn new() -> Self {
        Self::with_hasher(RandomState::new())
    }
}

impl<K, R, S> PendingMap<K, R, S> {
    /// Creates an empty map that hashes its keys with `hasher`. Allocates nothing, and can initialise a `static` if the
    /// hasher can.
    ///
    /// If the other side chooses the keys, use a hasher whose hashes it cannot predict (see
    /// [hostile keys](crate::UniqueMap#hostile-keys)). For ids that the client counts, any hasher is safe.
    #[must_use]
    pub const fn with_hasher(hasher: S) -> Self {
        Self::of(Settings::DEFAULT, hasher)
    }

    pub(super) const fn of(settings: Settings, hasher: S) -> Self {
        Self { hasher, core: MapCore::new(settings), is_closed: OnceLock::new() }
    }
}

impl<K: Eq + Hash, R, S: BuildHasher> PendingMap<K, R, S> {
    /// Inserts an entry unless its key is present, and returns its guard, which borrows the map and is a future of the
    /// reply. Dropping the guard removes the entry. O(1), amortised; compares keys under the shard's lock.
    ///
    /// While the map is [closed](Self::close), it inserts nothing, and the guard resolves to
    /// [`Closed`](crate::Closed) at once.
    ///
    /// # Errors
    ///
    /// Returns [`Occupied`], with the given key, if an entry with this key is present.
    ///
    /// # Panics
    ///
    /// If [`on_excess`](crate::Builder::on_excess) panics. The entry is then removed.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::PendingMap;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let pending = PendingMap::<u64, &str>::new();
    /// let reply = pending.try_enter(7).unwrap();
    /// assert!(pending.try_enter(7).is_err());
    /// pending.complete(&7, "seven").unwrap();
    /// let another = pending.try_enter(7).unwrap();
    /// assert_eq!(reply.await, Ok("seven"));
    /// # drop(another);
    /// # });
    /// ```
    #[doc(alias("insert", "register"))]
    #[inline]
    #[track_caller]
    pub fn try_enter(&self, key: impl IntoKey<K>) -> Result<EntryGuard<&Self>, Occupied<K, ()>> {
        EntryGuard::try_enter(self, key, ())
    }

    /// Inserts an entry as [`try_enter`](Self::try_enter) does. The guard owns an `Arc` of the map, so that it can move to
    /// another thread or task.
    ///
    /// # Errors
    ///
    /// Returns [`Occupied`], with the given key, if an entry with this key is present.
    ///
    /// # Panics
    ///
    /// If [`on_excess`](crate::Builder::on_excess) panics. The entry is then removed.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::PendingMap;
    /// use std::{sync::Arc, thread};
    ///
    /// let pending = Arc::new(PendingMap::<u64, &str>::new());
    /// let reply = pending.try_enter_owned(7).unwrap();
    /// let call = thread::spawn(move || reply.wait());
    /// pending.complete(&7, "seven").unwrap();
    /// assert_eq!(call.join().unwrap(), Ok("seven"));
    /// ```
    #[inline]
    #[track_caller]
    pub fn try_enter_owned(self: &Arc<Self>, key: impl IntoKey<K>) -> Result<EntryGuard<Arc<Self>>, Occupied<K, ()>> {
        EntryGuard::try_enter(Arc::clone(self), key, ())
    }

    /// Returns whether an entry has this key, that is, whether a call waits for the reply. O(1); compares keys under the
    /// shard's lock.
    #[doc(alias = "exists")]
    #[must_use]
    pub fn contains_key<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        let hash = self.hash_of(key);
        let mut locked = self.core.lock_shard(self.core.shard_of(hash.shard_number()));
        locked.contents().contains(hash, key)
    }

    #[inline]
    pub(super) fn hash_of<Q: Hash + ?Sized>(&self, key: &Q) -> MixedHash {
        MixedHash::of(self.hasher.hash_one(key))
    }
}

impl<K, R, S: Default> Default for PendingMap<K, R, S> {
    fn default() -> Self {
        Self::with_hasher(S::default())
    }
}

/// Formats the name and the length, never keys or replies.
impl<K, R, S> fmt::Debug for PendingMap<K, R, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingMap").field("name", &self.name()).field("len", &self.len()).finish_non_exhaustive()
    }
}
