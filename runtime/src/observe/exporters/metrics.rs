//! The registry as a publisher for the `metrics` facade, which does not pull: it is told the values.

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
    /// Tells the recorder of the `metrics` crate what all maps of this registry have counted.
    ///
    /// Call it before each rendering, or [every few seconds](Self::publish_metrics_every); more often than the exporter's
    /// `idle_timeout`, if it has one. Values are absolute and handles are made anew each time: so it does not matter when
    /// the recorder is installed, nor whether it has dropped a series for being idle. Calls at the same time wait for each
    /// other, so that the newest values are the ones that stay: a recorder must not call it, nor a map of your own when
    /// it is asked for its [`stats`](crate::observe::Observed::stats).
    ///
    /// The facade cannot end a series. If a name has no limit any more, that is infinite. When the last map of a name is dropped, its gauges are set to zero, once, and no
    /// longer touched: the exporter drops them after its `idle_timeout`. If a map of this name comes again, its counters
    /// go on where they were. For that, one small record is kept for each name that ever was there.
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
        // Kept until the lock is released: if somebody drops a map meanwhile, its destructors run here.
        let maps = self.identified();
        let mut state = lock(self.recorder_state());
        let metrics = self.map_metrics_of(&maps);
        with_recorder(|recorder| state.publish(recorder, metrics));
        drop(state);
        drop(maps);
    }

    /// Calls [`publish_metrics`](Self::publish_metrics) now and every `interval`, in a thread of its own, until what is
    /// returned is dropped.
    ///
    /// It tells the global recorder, from when there is one.
    ///
    /// # Errors
    ///
    /// If no thread can be made.
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
        let (until, dropped) = mpsc::channel();
        thread::Builder::new().name("inflight-metrics".into()).spawn(move || {
            loop {
                // A recorder's panic has been printed; the next time may go well.
                _ = catch_unwind(AssertUnwindSafe(|| registry.publish_metrics()));
                if dropped.recv_timeout(interval) != Err(RecvTimeoutError::Timeout) {
                    break;
                }
            }
        })?;
        Ok(Publishing { _until: until })
    }
}

/// A thread publishes a registry's metrics until this is dropped.
#[must_use = "dropping it ends the publishing"]
pub struct Publishing {
    _until: Sender<()>,
}

impl fmt::Debug for Publishing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publishing").finish_non_exhaustive()
    }
}
