//! A guard that travels with a value: the entry lasts until the value has come to its end, or is dropped.

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
    /// A value with an entry: what the guard was [attached](crate::EntryGuard::attach) to.
    ///
    /// It is a [`Future`], a [`Stream`](futures_core::Stream), an [`Iterator`] or, with the feature `http-body`, an
    /// `http_body::Body` where `T` is one, and gives out what `T` gives out: items, errors, trailers, size hints.
    ///
    /// # When the entry ends
    ///
    /// | `T` is | the entry ends |
    /// |---|---|
    /// | a future | when it is ready, before the output is handed over |
    /// | a stream or an iterator | when it answers `None`, from either end |
    /// | a body | when it answers `None`, or says after a frame that it is at its end; HTTP servers do not poll further then |
    /// | any of them | when polling it, or asking it for the next item, panics |
    /// | any value | when the `Attached` is dropped: `T` drops first, then the entry ends |
    ///
    /// An item that is an `Err` is an item like any other. What is used after it has ended answers as `T` does, now
    /// without an entry.
    ///
    /// # Access
    ///
    /// It dereferences to `T`. What ends through that reference, or through a pointer to it like
    /// [`Iterator::by_ref`]'s on `T` itself, ends unseen: the entry then lasts until the `Attached` is dropped.
    /// [`into_parts`](Self::into_parts) takes the two apart.
    ///
    /// # Cost
    ///
    /// No allocation: it is as large as `T` and an `Option` of the guard together. It is `Unpin` if `T` is, and `Send`
    /// and `Sync` if `T` and the guard are.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Attached, EntryGuard, InflightMap, scoped_entry};
    /// use std::{sync::Arc, vec};
    ///
    /// type Lines = Attached<EntryGuard<Arc<InflightMap<u64>>>, vec::IntoIter<String>>;
    ///
    /// /// The entry ends when the last line was asked for, and not when this function returns.
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
    #[must_use = "dropping it ends the entry at once: return, await or spawn it, or bind it to a name"]
    pub struct Attached<G, T> {
        // Fields drop in this order: what the value does in its destructor is covered by the entry.
        #[pin]
        inner: T,
        // `None` once the entry has ended.
        guard: Option<G>,
    }
}

impl<G, T> Attached<G, T> {
    /// Attaches a guard of any kind, such as the permit that `hold` has given to the body under a name. The guard of an
    /// entry has [`attach`](crate::EntryGuard::attach).
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

    /// Of a call that may have been refused its entry.
    #[inline]
    pub(crate) const fn with(guard: Option<G>, inner: T) -> Self {
        Self { inner, guard }
    }

    /// Separates the guard and the value.
    ///
    /// The guard is `None` if the entry has ended. As ever, dropping it ends the entry.
    ///
    /// A function of the type and not a method, so that it hides no method of `T`.
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

// No bound on `G`: the guard that the attribute makes has nothing to show.
impl<G, T: fmt::Debug> fmt::Debug for Attached<G, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attached").field("inner", &self.inner).field("ended", &self.guard.is_none()).finish()
    }
}

/// One use of the inner value, after which the entry ends unless the value goes on: so it ends in a panic, too.
///
/// It leaves the guard where it is, instead of taking it out and putting it back, which would move it twice each time.
struct Turn<'a, G>(&'a mut Option<G>);

impl<G> Turn<'_, G> {
    /// The inner value is not at its end.
    #[inline]
    fn goes_on(self) {
        // Nothing is leaked: it owns a reference only.
        mem::forget(self);
    }
}

impl<G> Drop for Turn<'_, G> {
    #[inline]
    fn drop(&mut self) {
        // Taken first: a guard whose removal panics must not be dropped again.
        drop(self.0.take());
    }
}
