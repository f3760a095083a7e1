//! The exporter for the `metrics` facade. The facade does not collect: values are published to its recorder.

use super::super::registry::Registry;
use crate::poison::lock;
use core::{fmt, panic::AssertUnwindSafe, time::Duration};
use metrics::with_recorder;
use std::{
    io,
    panic::catch_unwind,
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
};

impl Registry {
    /// Publishes the metrics of all maps to the recorder of the `metrics` crate.
    ///
    /// Call it before each rendering, or [every few seconds](Self::publish_metrics_every). If the exporter has an
    /// `idle_timeout`, call it more often than that. Values are absolute, and handles are registered on each call, so
    /// the recorder may be installed at any time and may drop idle series.
    ///
    /// Takes as long as [`map_metrics`](Self::map_metrics). Concurrent calls wait for each
    /// other, so that the recorder has the newest values in the end. So neither a recorder nor
    /// [`Observed::stats`](crate::observe::Observed::stats) of a map of your own may call it: it would deadlock.
    ///
    /// # Dropped maps
    ///
    /// The facade cannot end a time series. When the last map with a name is dropped, its gauges are set to zero once
    /// and then no longer updated, so that the exporter drops them after its `idle_timeout`. If the name is used again,
    /// its counters continue from their last values; for this, one small record is kept for each name. When a name no
    /// longer has a limit, its `inflight_limit` is set to infinity.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, observe::Registry};
    /// use std::sync::Arc;
    ///
    /// let uploads = Arc::new(InflightMap::<u64>::builder().name("uploads").build());
    /// let registry = Registry::new();
    /// registry.watch(&uploads);
    ///
    /// // In the handler of `/metrics`, before `handle.render()`:
    /// registry.publish_metrics();
    /// ```
    pub fn publish_metrics(&self) {
        // Dropped after the lock is released: if the last other `Arc` of a map is gone, this runs the destructors of
        // its keys and values.
        let maps = self.identified();
        let mut state = lock(self.recorder_state());
        let metrics = self.map_metrics_of(&maps);
        with_recorder(|recorder| state.publish(recorder, metrics));
        drop(state);
        drop(maps);
    }

    /// Spawns a thread that calls [`publish_metrics`](Self::publish_metrics) at once, and then every
    /// `interval`, until the returned [`Publishing`] is dropped. An interval below 10 milliseconds counts as 10.
    ///
    /// It publishes to the global recorder, which may be installed later. If the recorder panics, the thread continues.
    ///
    /// # Errors
    ///
    /// Returns an error if the thread cannot be spawned.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::observe::Registry;
    /// use std::time::Duration;
    ///
    /// let registry = Registry::new();
    /// let publishing = registry.publish_metrics_every(Duration::from_secs(5))?;
    /// // … the service runs …
    /// drop(publishing);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn publish_metrics_every(&self, interval: Duration) -> io::Result<Publishing> {
        let registry = self.clone();
        let interval = interval.max(SHORTEST_INTERVAL);
        let (until, dropped) = mpsc::channel();
        thread::Builder::new().name("inflight-metrics".into()).spawn(move || {
            loop {
                // The panic hook has reported the recorder's panic. The next call may succeed.
                _ = catch_unwind(AssertUnwindSafe(|| registry.publish_metrics()));
                if dropped.recv_timeout(interval) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        })?;
        Ok(Publishing { _until: until })
    }
}

/// With an interval of zero, the thread would do nothing else.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(10);

/// A handle of the thread that publishes the metrics of a registry. Dropping it ends the thread, at the latest after a
/// call that is in progress; it does not wait for that.
#[must_use = "dropping it ends the publishing of metrics"]
pub struct Publishing {
    _until: Sender<()>,
}

impl fmt::Debug for Publishing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publishing").finish_non_exhaustive()
    }
}
