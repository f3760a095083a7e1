//! Nanoseconds of a call, on one thread and on two.

use crate::candidates::Candidate;
use std::{sync::Barrier, thread, time::Instant};

pub(crate) struct Column {
    pub(crate) name: &'static str,
    threads: u64,
    call: fn(&dyn Candidate, u64),
}

pub(crate) const COLUMNS: [Column; 3] = [
    Column { name: "one thread", threads: 1, call: |map, id| assert_eq!(map.call(id), id) },
    Column { name: "two threads", threads: 2, call: |map, id| assert_eq!(map.call(id), id) },
    Column { name: "cancelled, one thread", threads: 1, call: |map, id| map.cancelled_call(id) },
];

#[derive(Default)]
pub(crate) struct Figures([Vec<f64>; COLUMNS.len()]);

impl Figures {
    pub(crate) fn add(&mut self, map: &dyn Candidate, calls: u64) {
        for (column, figures) in COLUMNS.iter().zip(&mut self.0) {
            // What the map allocates once.
            (0..calls / 10).for_each(|id| (column.call)(map, id));
            figures.push(column.nanoseconds(map, calls));
        }
    }

    /// The figures of each column, and their ratio to those of the first candidate.
    pub(crate) fn cells(&self, first: &Self) -> impl Iterator<Item = String> {
        self.0.iter().zip(&first.0).flat_map(|(figures, first)| {
            let least = figures.iter().copied().fold(f64::INFINITY, f64::min);
            let ratios = first.iter().zip(figures).map(|(first, figure)| first / figure);
            [format!("{least:.1} / {:.1}", median(figures.iter().copied())), format!("{:.2}", median(ratios))]
        })
    }
}

impl Column {
    fn nanoseconds(&self, map: &dyn Candidate, calls: u64) -> f64 {
        let together = Barrier::new(usize::try_from(self.threads).expect("few threads"));
        let seconds = thread::scope(|scope| {
            let threads: Vec<_> = (0..self.threads)
                .map(|thread| {
                    let together = &together;
                    scope.spawn(move || {
                        together.wait();
                        let began = Instant::now();
                        (0..calls).for_each(|at| (self.call)(map, self.threads * at + thread));
                        began.elapsed().as_secs_f64()
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().expect("no call panics")).fold(0.0, f64::max)
        });
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let calls = calls as f64;
        seconds * 1e9 / calls
    }
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<_> = figures.collect();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}
