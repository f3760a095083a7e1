//! Formats a report as a table.

use crate::{
    fate::Fate,
    grouped::grouped,
    report::Report,
    route::{PerRoute, Route},
};
use std::fmt;

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seen, endings, entries, took, concurrency, seed } = self;
        let requests = PerRoute::from_fn(|route| seen.outcomes[route].sum() + seen.unexpected[route]);
        let total = grouped(requests.by_hand + requests.annotated);
        writeln!(f, "{total} requests, {concurrency} at a time, seed {seed}, in {:.1} s", took.as_secs_f64())?;
        if let Some(Ok(listed)) = &seen.listed {
            let [by_hand, annotated] = Route::ALL.map(|route| grouped(listed[route] as u64));
            writeln!(f, "half-way, GET /inflight listed {by_hand} entries by hand, {annotated} annotated")?;
        }

        writeln!(f, "\n{:<20}{:>20}{:>22}", "", "by hand", "annotated")?;
        row(f, "counted by", |_| ["client", "service"])?;
        for fate in Fate::ALL {
            row(f, fate.outcome(), |route| [seen.outcomes[route][fate], endings[route][fate]].map(grouped))?;
        }
        row(f, "ended otherwise", |route| [&grouped(seen.unexpected[route]), NOT_COUNTED].map(String::from))?;
        row(f, "entries at the peak", |route| [NOT_COUNTED, &grouped(entries[route].peak as u64)].map(String::from))?;
        row(f, "entries remaining", |route| [NOT_COUNTED, &grouped(entries[route].live as u64)].map(String::from))
    }
}

const NOT_COUNTED: &str = "-";

/// Writes a row with the counts of the client and the service, for each route.
fn row<T: fmt::Display>(f: &mut fmt::Formatter<'_>, caption: &str, of: impl Fn(Route) -> [T; 2]) -> fmt::Result {
    write!(f, "{caption:<20}")?;
    for route in Route::ALL {
        let [client, service] = of(route);
        write!(f, "  {client:>10}{service:>10}")?;
    }
    writeln!(f)
}
