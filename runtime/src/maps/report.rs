//! What a map says when it has too many entries.

use core::{panic::Location, time::Duration};

/// A map has more entries than its limit: what [`on_excess`](super::Builder::on_excess) is called with.
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
    /// The name that the map was built with.
    pub name: Option<&'a str>,
    /// How many entries the call that reports found, its own among them: more than `limit`.
    pub len: usize,
    /// What the map was built with.
    pub limit: usize,
    /// How many calls have entered above the limit since the map's last report without making one, also in an excess
    /// that is over.
    pub suppressed: u64,
    /// How long ago the oldest entry was made.
    pub oldest_age: Duration,
    /// Where the oldest entry was made: the annotated function, or the call of `enter`.
    pub oldest_location: &'static Location<'static>,
}
