//! What a map reports when it exceeds its limit.

use core::{panic::Location, time::Duration};

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
///         let _ = sender.send(format!("{}: {} of {}", excess.name.unwrap_or("?"), excess.len, excess.limit));
///     })
///     .build();
///
/// let guards: Vec<_> = (0..4).map(|id| uploads.enter(id, ())).collect();
/// assert_eq!(reports.try_iter().collect::<Vec<_>>(), ["uploads: 3 of 2"]);
/// # drop(guards);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Excess<'a> {
    /// The name that the map was built with, or `None`.
    pub name: Option<&'a str>,
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
