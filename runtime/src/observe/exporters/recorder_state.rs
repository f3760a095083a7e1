//! What the recorder of the `metrics` facade has been told, and what it has to be told next.

use super::super::{
    map_metrics::{Counts, MapMetrics},
    metric_list::{COUNTERS, GAUGES, GaugeValue, MAP, OUTCOME},
};
use metrics::{Key, Label, Level, Metadata, Recorder, Unit};
use std::{collections::BTreeMap, string::String, vec, vec::Vec};

const METADATA: Metadata<'_> = Metadata::new("scoped_entry", Level::INFO, Some(module_path!()));

/// What the recorder was told, by name.
#[derive(Default)]
pub(crate) struct RecorderState(BTreeMap<String, Name>);

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

impl RecorderState {
    pub(super) fn publish(&mut self, recorder: &dyn Recorder, series: Vec<MapMetrics>) {
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
    fn go_on(&mut self, series: &mut MapMetrics) {
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

fn tell(recorder: &dyn Recorder, series: &MapMetrics, told: &mut [bool; GAUGES.len()]) {
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
