//! A guard attached to a value: the entry lasts until the value ends or is dropped.

#[cfg(feature = "http-body")]
mod body;
mod iterator;
mod polled;

use core::{
    fmt, mem,
    ops::{Deref, DerefMut},
};
use pin_project_lite::pin_project;

pin_project! {
    /// A future, stream, iterator, body or other value with a guard attached.
    ///
    /// [`EntryGuard::attach`](crate::EntryGuard::attach) creates one for the guard of an entry, and [`new`](Self::new)
    /// for any other guard. It implements [`Future`], [`Stream`](futures_core::Stream), [`Iterator`] and, with the
    /// feature `http-body`, `http_body::Body` if `T` does. Items, errors, trailers and size hints pass through
    /// unchanged.
    ///
    /// Use it for work that outlives the call: a streamed response (SSE, a download), a spawned task, a returned
    /// future. See [`guide::streams_and_tasks`](crate::guide::streams_and_tasks).
    ///
    /// # When the entry ends
    ///
    /// | `T` | the entry ends |
    /// |---|---|
    /// | a future | when `poll` returns `Ready`, before the caller gets the output |
    /// | a stream or an iterator | when it yields `None`, from either end |
    /// | a body | when it yields `None`, or when `is_end_stream` is true after a frame; HTTP servers then stop polling |
    /// | any of these | when polling or advancing it panics |
    /// | any type | when the `Attached` drops, even if it was never polled: `T` drops first, then the entry ends |
    ///
    /// An item that is an `Err` does not end the entry. Polling or advancing an `Attached` after its end does the same
    /// as for `T`, without an entry.
    ///
    /// # Access
    ///
    /// `Attached` dereferences to `T`. If `T` ends through that reference, as with [`Iterator::by_ref`] on `T` itself,
    /// the entry lasts until the `Attached` drops. [`into_parts`](Self::into_parts) separates the guard and the value.
    ///
    /// # Cost
    ///
    /// `Attached` does not allocate. It is as large as `T` and an `Option` of the guard. It is `Unpin` if `T` is, and
    /// `Send` and `Sync` if `T` and the guard are.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Attached, EntryGuard, InflightMap, scoped_entry};
    /// use std::{sync::Arc, vec};
    ///
    /// type Lines = Attached<EntryGuard<Arc<InflightMap<u64>>>, vec::IntoIter<String>>;
    ///
    /// /// The entry ends after the last line, not when this function returns.
    /// #[scoped_entry(map = Arc::clone(inflight), key = id, guard = entry)]
    /// fn lines(inflight: &Arc<InflightMap<u64>>, id: u64) -> Lines {
    ///     entry.attach(vec![String::from("first"), String::from("last")].into_iter())
    /// }
    ///
    /// let inflight = Arc::new(InflightMap::new());
    /// let mut lines = lines(&inflight, 7);
    /// assert_eq!(lines.len(), 2);
    /// assert!(lines.next().is_some() && lines.next().is_some());
    /// assert!(inflight.contains_key(&7));
    /// assert!(lines.next().is_none());
    /// assert!(inflight.is_empty());
    /// ```
    #[must_use = "dropping it ends the entry immediately: return, await or spawn it, or bind it to a variable"]
    pub struct Attached<G, T> {
        // Fields drop in this order, so that the entry covers the destructor of the value.
        #[pin]
        inner: T,
        // `None` once the entry has ended.
        guard: Option<G>,
    }
}

impl<G, T> Attached<G, T> {
    /// Attaches a guard of any type to a value.
    ///
    /// Use it for a guard that does not come from a map, such as a permit from `hold = …, guard = permit`. For an
    /// [`EntryGuard`](crate::EntryGuard), [`attach`](crate::EntryGuard::attach) is shorter.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Attached, scoped_entry};
    /// use std::sync::Arc;
    ///
    /// struct Permit(Arc<()>);
    ///
    /// impl Drop for Permit {
    ///     fn drop(&mut self) {}
    /// }
    ///
    /// #[scoped_entry(hold = Permit(Arc::clone(permits)), guard = permit)]
    /// fn lines(permits: &Arc<()>) -> impl Iterator<Item = u32> + use<> {
    ///     Attached::new(permit, [1, 2].into_iter())
    /// }
    ///
    /// let permits = Arc::new(());
    /// let mut lines = lines(&permits);
    /// assert_eq!((lines.next(), Arc::strong_count(&permits)), (Some(1), 2));
    /// assert_eq!((lines.next(), lines.next(), Arc::strong_count(&permits)), (Some(2), None, 1));
    /// ```
    #[inline]
    pub const fn new(guard: G, inner: T) -> Self {
        Self { inner, guard: Some(guard) }
    }

    /// Attaches a guard if there is one. A call whose key is occupied has none.
    #[inline]
    pub(crate) const fn from_option(guard: Option<G>, inner: T) -> Self {
        Self { inner, guard }
    }

    /// Returns the guard and the value.
    ///
    /// The guard is `None` if the entry has ended. Dropping the guard ends the entry. Bind the two to names: a tuple that is
    /// dropped as a whole drops the guard first, an [`Attached`] drops the value first.
    ///
    /// This is an associated function, not a method, so that it does not shadow a method of `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Attached, InflightMap};
    ///
    /// let inflight = InflightMap::<u64>::new();
    /// let attached = inflight.enter(7, ()).attach(String::from("job"));
    /// let (guard, job) = Attached::into_parts(attached);
    /// assert_eq!((job.as_str(), inflight.len()), ("job", 1));
    /// drop(guard);
    /// assert!(inflight.is_empty());
    /// ```
    #[inline]
    #[must_use = "dropping the guard ends the entry"]
    pub fn into_parts(this: Self) -> (Option<G>, T) {
        (this.guard, this.inner)
    }
}

impl<G, T> Deref for Attached<G, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<G, T> DerefMut for Attached<G, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

// No bound on `G`, because the type of the attribute's own guard is not `Debug`.
impl<G, T: fmt::Debug> fmt::Debug for Attached<G, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attached").field("inner", &self.inner).field("ended", &self.guard.is_none()).finish()
    }
}

/// Ends the entry when it drops, unless [`keep`](Self::keep) is called: so a panic of the inner value ends the entry,
/// too.
///
/// It borrows the guard. Taking the guard out and putting it back would move it twice per poll.
struct EndOnDrop<'a, G>(&'a mut Option<G>);

impl<G> EndOnDrop<'_, G> {
    /// Keeps the entry, because the inner value has not ended.
    #[inline]
    fn keep(self) {
        // This leaks nothing: `self` is only a reference.
        mem::forget(self);
    }
}

impl<G> Drop for EndOnDrop<'_, G> {
    #[inline]
    fn drop(&mut self) {
        // Taken first: if the removal panics, the guard must not drop again.
        drop(self.0.take());
    }
}
