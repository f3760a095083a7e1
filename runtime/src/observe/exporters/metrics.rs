//! The registry as a publisher for the `metrics` facade, which has no way to ask: its recorders are told.

use super::{
    Registry, Series,
    catalogue::{COUNTERS, GAUGES, GaugeValue, MAP, OUTCOME},
    series::Counts,
};
use crate::lock::lock;
use core::{fmt, panic::AssertUnwindSafe, time::Duration};
use metrics::{Key, Label, Level, Metadata, Recorder, Unit, with_recorder};
use std::{
    collections::BTreeMap,
    io,
    panic::catch_unwind,
    string::String,
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread, vec,
    vec::Vec,
};

const METADATA: Metadata<'_> = Metadata::new("scoped_entry", Level::INFO, Some(module_path!()));

impl Registry {
    /// Tells the recorder of the `metrics` crate what all maps of this registry have counted.
    ///
    /// Call it before each rendering, or [every few seconds](Self::publish_metrics_every); more often than the exporter's
    /// `idle_timeout`, if it has one. Values are absolute and handles are made anew each time: so it does not matter when
    /// the recorder is installed, nor whether it has dropped a series for being idle. Calls at the same time wait for each
    /// other, so that the newest values are the ones that stay: a recorder must not call it, nor a map of your own when
    /// it is asked for its [`stats`](super::Watched::stats).
    ///
    /// The facade cannot end a series. If a name has no limit any more, that is infinite. When the last map of a name is dropped, its gauges are set to zero, once, and no
    /// longer touched: the exporter drops them after its `idle_timeout`. If a map of this name comes again, its counters
    /// go on where they were. For that, one small record is kept for each name that ever was there.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::{InflightMap, watch::Registry};
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
        let mut published = lock(self.published());
        let series = self.series_of(&maps);
        with_recorder(|recorder| published.publish(recorder, series));
        drop(published);
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
    /// use scoped_entry::watch::Registry;
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

/// What the recorder was told, by name.
#[derive(Default)]
pub(super) struct Published(BTreeMap<String, Name>);

#[derive(Default)]
struct Name {
    birth: u64,
    /// What was counted under this name before it was gone for the last time.
    before: Counts,
    last: Counts,
    is_there: bool,
    /// Which gauges the recorder has been told of: of a map without a limit, one is not.
    told: [bool; GAUGES.len()],
}

impl Published {
    fn publish(&mut self, recorder: &dyn Recorder, series: Vec<Series>) {
        describe(recorder);
        let mut ended = Vec::new();
        for (name, state) in &mut self.0 {
            if state.is_there && series.iter().all(|series| series.map != *name) {
                state.is_there = false;
                ended.push((name.clone(), state.told));
            }
        }
        for mut series in series {
            let state = self.0.entry(series.map.clone()).or_default();
            state.go_on(&mut series);
            tell(recorder, &series, &mut state.told);
        }
        for (name, told) in ended {
            tell_end(recorder, &name, told);
        }
    }
}

impl Name {
    fn go_on(&mut self, series: &mut Series) {
        if self.birth != series.birth {
            self.before += self.last;
        }
        self.birth = series.birth;
        self.is_there = true;
        self.last = Counts {
            entered: series.entered,
            ended: series.ended,
            panicked: series.panicked,
            excesses: series.excesses,
        };
        series.entered += self.before.entered;
        series.ended += self.before.ended;
        series.panicked += self.before.panicked;
        series.excesses += self.before.excesses;
    }
}

/// Each time, for there may be another recorder by now.
fn describe(recorder: &dyn Recorder) {
    for gauge in &GAUGES {
        let unit = match gauge.value {
            GaugeValue::Entries(_) => Unit::Count,
            GaugeValue::Seconds(_) => Unit::Seconds,
        };
        recorder.describe_gauge(gauge.name.into(), Some(unit), gauge.help.into());
    }
    for counter in &COUNTERS {
        recorder.describe_counter(counter.name.into(), Some(Unit::Count), counter.help.into());
    }
}

fn tell(recorder: &dyn Recorder, series: &Series, told: &mut [bool; GAUGES.len()]) {
    for (gauge, told) in GAUGES.iter().zip(told) {
        let value = match gauge.value {
            GaugeValue::Entries(value) => value(series).map(rounded),
            GaugeValue::Seconds(value) => Some(value(series)),
        };
        *told |= value.is_some();
        if *told {
            // The facade cannot take a limit back that is no more: nothing is above this one.
            let value = value.unwrap_or(f64::INFINITY);
            recorder.register_gauge(&key(gauge.name, &series.map, None), &METADATA).set(value);
        }
    }
    for counter in &COUNTERS {
        for sample in counter.samples {
            let key = key(counter.name, &series.map, sample.outcome);
            recorder.register_counter(&key, &METADATA).absolute((sample.value)(series));
        }
    }
}

fn tell_end(recorder: &dyn Recorder, map: &str, told: [bool; GAUGES.len()]) {
    for (gauge, _) in GAUGES.iter().zip(told).filter(|(_, is_told)| *is_told) {
        recorder.register_gauge(&key(gauge.name, map, None), &METADATA).set(0.0);
    }
}

fn key(name: &'static str, map: &str, outcome: Option<&'static str>) -> Key {
    let mut labels = vec![Label::new(MAP, String::from(map))];
    labels.extend(outcome.map(|outcome| Label::new(OUTCOME, outcome)));
    Key::from_parts(name, labels)
}

#[expect(clippy::cast_precision_loss, reason = "the facade has no other numbers, and few maps have 2^53 entries")]
const fn rounded(entries: u64) -> f64 {
    entries as f64
}
