//! What a map reports when it exceeds its limit.

use core::{panic::Location, time::Duration};
use std::borrow::Cow;

/// A report that a map has more entries than its limit. It is the argument of the
/// [`on_excess`](super::Builder::on_excess) callback.
///
/// The guide page on [limits and reports](crate::guide::limits_and_reports) shows how to use it for an alert.
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
/// use std::sync::mpsc;
///
/// let (sender, reports) = mpsc::channel();
/// let uploads = InflightMap::<u64>::builder()
///     .name("uploads")
///     .limit(2)
///     .on_excess(move |excess| {
///         let _ = sender.send(format!("{}: {} of {}", excess.name.as_deref().unwrap_or("?"), excess.len, excess.limit));
///     })
///     .build();
///
/// let guards: Vec<_> = (0..4).map(|id| uploads.enter(id, ())).collect();
/// assert_eq!(reports.try_iter().collect::<Vec<_>>(), ["uploads: 3 of 2"]);
/// # drop(guards);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Excess<'a> {
    /// The name that the map was built with, or `None`.
    pub name: Option<Cow<'a, str>>,
    /// The number of entries when the reported call entered, its own included. Always greater than `limit`.
    pub len: usize,
    /// The limit that the map was built with.
    pub limit: usize,
    /// The number of calls that entered above the limit since the previous report and were not reported, in this excess
    /// and in earlier ones.
    pub suppressed: u64,
    /// The age of the oldest entry, as exact as [`Live::age`](super::Live::age).
    pub oldest_age: Duration,
    /// The location in the source that inserted the oldest entry: the annotated function, or the call of `enter`.
    pub oldest_location: &'static Location<'static>,
}

impl Excess<'_> {
    /// Returns the same report with a name of its own, so that it can be sent to another thread or task, where a slow
    /// callback delays no call. Allocates if the map has a name.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{Excess, InflightMap};
    /// use std::{sync::mpsc, thread};
    ///
    /// let (sender, reports) = mpsc::sync_channel::<Excess<'static>>(16);
    /// let uploads = InflightMap::<u64>::builder()
    ///     .limit(1_000)
    ///     .on_excess(move |excess| {
    ///         // Does not wait if the thread is busy.
    ///         let _ = sender.try_send(excess.clone().into_owned());
    ///     })
    ///     .build();
    /// // Ends when the map is dropped.
    /// thread::spawn(move || reports.iter().for_each(|excess| eprintln!("{excess:?}")));
    /// # drop(uploads.enter(7, ()));
    /// ```
    #[must_use]
    pub fn into_owned(self) -> Excess<'static> {
        let Self { name, len, limit, suppressed, oldest_age, oldest_location } = self;
        let name = name.map(|name| Cow::Owned(name.into_owned()));
        Excess { name, len, limit, suppressed, oldest_age, oldest_location }
    }
}
