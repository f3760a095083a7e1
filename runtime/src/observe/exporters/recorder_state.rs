//! The values that were published to the recorder of the `metrics` facade, from which the next ones follow.

use super::super::{
    map_metrics::{Counts, MapMetrics, WaitCounts},
    metric_list::{COUNTERS, GAUGES, GaugeValue, MAP, OUTCOME},
};
use metrics::{Key, Label, Level, Metadata, Recorder, Unit};
use std::{collections::BTreeMap, string::String, vec, vec::Vec};

const METADATA: Metadata<'_> = Metadata::new("scoped_entry", Level::INFO, Some(module_path!()));

/// The published state of each name.
#[derive(Default)]
pub(crate) struct RecorderState(BTreeMap<String, Name>);

#[derive(Default)]
struct Name {
    birth: u64,
    /// The sum of the final counts of all earlier series of this name.
    before: Counts,
    last: Counts,
    is_present: bool,
    /// Which gauges have been published: not that of the limit if there never was one.
    published: [bool; GAUGES.len()],
}

impl RecorderState {
    pub(super) fn publish(&mut self, recorder: &dyn Recorder, series: Vec<MapMetrics>) {
        describe(recorder);
        let mut ended = Vec::new();
        for (name, state) in &mut self.0 {
            // The series are sorted by name.
            if state.is_present && series.binary_search_by(|series| series.map.cmp(name)).is_err() {
                state.is_present = false;
                ended.push((name.clone(), state.published));
            }
        }
        for mut series in series {
            let state = self.0.entry(series.map.clone()).or_default();
            state.continue_counters(&mut series);
            publish_series(recorder, &series, &mut state.published);
        }
        for (name, published) in ended {
            publish_end(recorder, &name, published);
        }
    }
}

impl Name {
    /// Adds the counts of earlier series of this name to the counters, so that they never decrease.
    fn continue_counters(&mut self, series: &mut MapMetrics) {
        if self.birth != series.birth {
            self.before += self.last;
        }
        self.birth = series.birth;
        self.is_present = true;
        self.last = Counts {
            entered: series.entered,
            ended: series.ended,
            panicked: series.panicked,
            excesses: series.excesses,
            waits: series.waits.as_ref().map(|waits| WaitCounts {
                served: waits.served,
                promotions: waits.promotions,
                excesses: waits.excesses,
            }),
        };
        series.entered += self.before.entered;
        series.ended += self.before.ended;
        series.panicked += self.before.panicked;
        series.excesses += self.before.excesses;
        if let (Some(waits), Some(before)) = (&mut series.waits, self.before.waits) {
            waits.served += before.served;
            waits.promotions += before.promotions;
            waits.excesses += before.excesses;
        }
    }
}

/// Describes all metrics: on every call, since another recorder may have been installed.
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

fn publish_series(recorder: &dyn Recorder, series: &MapMetrics, published: &mut [bool; GAUGES.len()]) {
    for (gauge, published) in GAUGES.iter().zip(published) {
        let value = match gauge.value {
            GaugeValue::Entries(value) => value(series).map(rounded),
            GaugeValue::Seconds(value) => value(series),
        };
        *published |= value.is_some();
        if *published {
            // The facade cannot remove a gauge. A limit that no longer exists becomes infinite, so that it is never
            // exceeded; so do the gauges of waiting calls, if a name is used again for a map in which no call waits.
            let value = value.unwrap_or(f64::INFINITY);
            recorder.register_gauge(&key(gauge.name, &series.map, None), &METADATA).set(value);
        }
    }
    for counter in &COUNTERS {
        for sample in counter.samples {
            let key = key(counter.name, &series.map, sample.outcome);
            if let Some(value) = (sample.value)(series) {
                recorder.register_counter(&key, &METADATA).absolute(value);
            }
        }
    }
}

/// Sets the gauges of a series that has ended to zero.
fn publish_end(recorder: &dyn Recorder, map: &str, published: [bool; GAUGES.len()]) {
    for (gauge, _) in GAUGES.iter().zip(published).filter(|(_, is_published)| *is_published) {
        recorder.register_gauge(&key(gauge.name, map, None), &METADATA).set(0.0);
    }
}

fn key(name: &'static str, map: &str, outcome: Option<&'static str>) -> Key {
    let mut labels = vec![Label::new(MAP, String::from(map))];
    labels.extend(outcome.map(|outcome| Label::new(OUTCOME, outcome)));
    Key::from_parts(name, labels)
}

#[expect(clippy::cast_precision_loss, reason = "the facade has no integer gauges, and no map has 2^53 entries")]
const fn rounded(entries: u64) -> f64 {
    entries as f64
}
