//! A map or set that a lock makes an entry map of. Which ones are, is told in `collections`.

/// A map or set with one entry per key, to stand inside a lock.
///
/// Implemented for std's `HashMap`, `BTreeMap`, `HashSet` and `BTreeSet`, and behind the features `hashbrown` and
/// `indexmap` for the maps and sets of those crates. A lock around one is an [`EntryMap`](crate::EntryMap): std's
/// `Mutex` and `RwLock`, and behind the features `lock_api` and `parking_lot` the locks of those. Implement it for a
/// collection of your own and the locks come with it.
///
/// Such a map keeps no identity of its entries: they are removed by key, and nobody but the guards may remove them.
///
/// # Examples
///
/// ```
/// use scoped_entry::{EntryGuard, KeyedCollection};
/// use std::sync::Mutex;
///
/// /// A handful of connections: a list is faster than a table.
/// #[derive(Default)]
/// struct Few(Vec<(u16, &'static str)>);
///
/// impl KeyedCollection for Few {
///     type Key = u16;
///     type Value = &'static str;
///
///     fn insert_if_vacant<R>(
///         &mut self,
///         key: u16,
///         value: impl FnOnce() -> &'static str,
///         occupied: impl FnOnce(&&'static str) -> R,
///     ) -> Result<(), R> {
///         if let Some((_, existing)) = self.0.iter().find(|(k, _)| *k == key) {
///             return Err(occupied(existing));
///         }
///         self.0.push((key, value()));
///         Ok(())
///     }
///
///     fn remove(&mut self, key: &u16) -> Option<(u16, &'static str)> {
///         let at = self.0.iter().position(|(k, _)| k == key)?;
///         Some(self.0.swap_remove(at))
///     }
/// }
///
/// let open = Mutex::new(Few::default());
/// let guard = EntryGuard::try_enter(&open, 80, "http").unwrap();
/// assert_eq!(open.lock().unwrap().0.len(), 1);
/// drop(guard);
/// assert!(open.lock().unwrap().0.is_empty());
/// ```
pub trait KeyedCollection {
    /// What an entry is found by. Cloned once for every entry: the guard keeps the clone.
    type Key: Clone;
    /// What an entry holds; `()` for a set.
    type Value;

    /// Inserts an entry unless its key is taken.
    ///
    /// `value` is not called before the place of the entry is found: a value that is not inserted, because the key is
    /// taken or because `Hash`, `Eq` or `Ord` of a key panics, drops when the lock is released.
    ///
    /// An implementation calls `value` exactly if it inserts; a lock around one that calls it and answers that the key is
    /// taken panics.
    ///
    /// # Errors
    ///
    /// What `occupied` made of the value that is there, if the key is taken.
    fn insert_if_vacant<R>(
        &mut self,
        key: Self::Key,
        value: impl FnOnce() -> Self::Value,
        occupied: impl FnOnce(&Self::Value) -> R,
    ) -> Result<(), R>;

    /// Takes out the entry of `key`, for the caller to drop when the lock is released.
    fn remove(&mut self, key: &Self::Key) -> Option<(Self::Key, Self::Value)>;
}
