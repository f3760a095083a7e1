//! [`KeyedCollection`]: a map or set that becomes an entry map inside a lock. Its implementations are in `collections`.

/// A map or set with one entry per key, for use inside a lock.
///
/// Implement it for a collection of your own, and every supported lock around that collection becomes an
/// [`EntryMap`](crate::EntryMap): std's `Mutex` and `RwLock`, and with the features `parking_lot` or `lock_api` the locks of
/// those crates. It is implemented for std's `HashMap`, `BTreeMap`, `HashSet` and `BTreeSet`, and with the features
/// `hashbrown` and `indexmap` for the maps and sets of those crates.
///
/// Such a map keeps no identity of its entries. Guards remove by key, so nothing else may remove.
///
/// # Examples
///
/// ```
/// use scoped_entry::{EntryGuard, KeyedCollection};
/// use std::sync::Mutex;
///
/// /// Open connections by port. With so few, a list is faster than a table.
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
#[diagnostic::on_unimplemented(
    message = "a lock around `{Self}` is not an entry map: implement `KeyedCollection`, or use `InflightMap`",
    label = "`{Self}` is not a `KeyedCollection`",
    note = "implement it for `{Self}`, or for a struct around it: it inserts an entry, and removes it by its key",
    note = "it is implemented for the maps and sets of std, and with the features `hashbrown` and `indexmap` for theirs"
)]
pub trait KeyedCollection {
    /// Identifies an entry. Cloned once per entry: the guard keeps the clone.
    type Key: Clone;
    /// The value of an entry; `()` for a set.
    type Value;

    /// Inserts an entry unless the key is already present.
    ///
    /// An implementation calls `value` only after it has found `key` absent, and only if it then inserts. A value that is
    /// not inserted, because the key is present or because `Hash`, `Eq` or `Ord` of a key panics, drops after the lock is
    /// released.
    ///
    /// # Errors
    ///
    /// Returns the result of `occupied`, called with the existing value, if the key is already present.
    ///
    /// # Panics
    ///
    /// A lock around an implementation that calls `value` and then returns `Err` panics.
    fn insert_if_vacant<R>(
        &mut self,
        key: Self::Key,
        value: impl FnOnce() -> Self::Value,
        occupied: impl FnOnce(&Self::Value) -> R,
    ) -> Result<(), R>;

    /// Removes the entry of `key` and returns it. The caller drops it after releasing the lock.
    fn remove(&mut self, key: &Self::Key) -> Option<(Self::Key, Self::Value)>;
}
