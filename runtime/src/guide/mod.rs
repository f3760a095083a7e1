//! The guide: one page for each subject. The [front page](crate) has the summary.
//!
//! Start with [`arguments`] and [`maps`]; read [`limitations`] before you rely on an entry.
//!
//! | page | subject |
//! |---|---|
//! | [`arguments`] | all arguments: `map`, `key`, `value`, `occupied`, `hold`, `guard`, `until`, `crate`; `enter!` for a part of a function; the order of attributes |
//! | [`maps`] | which map to take, adapters for maps you already have, listing the calls in flight, a map of your own |
//! | [`guarantees`] | when an entry ends, path by path, and what happens if your code panics |
//! | [`limitations`] | what the compiler cannot check, and what keeps an entry too long or ends it too early |
//! | [`lazy_results`] | functions that return a future or a stream without being `async` |
//! | [`streams_and_tasks`] | entries that outlive the call: streamed responses, SSE, spawned tasks, tower middleware |
//! | [`single_flight`] | `#[single_flight]`: concurrent calls with equal keys share one run |
//! | [`limits_and_reports`] | a limit, and a callback when a map exceeds it |
//! | [`metrics`] | Prometheus, OpenTelemetry, the `metrics` facade, `tracing` events, alert rules |
//! | [`shutdown`] | graceful shutdown: wait until all calls have ended |
//! | [`web_page`] | `GET /inflight`: the calls in flight as a web page and as JSON |
//! | [`cluster`] | keys that are held across all replicas of a service, on Redis or Valkey |
//! | [`compiler_errors`] | what to change, by error code and message: E0502, E0505, E0597, … |
//! | [`migrating`] | from entries that are removed by hand: before and after |
//! | [`axum`] | recipes for axum handlers, SSE and bodies |
//! | [`tonic`] | recipes for unary and streaming gRPC methods |
//! | [`frameworks`] | other frameworks: where the attribute goes beside theirs, actix-web to zbus |
//! | [`threads`] | recipes for threads and thread pools |
//! | [`no_std`] | the traits, the guard and the attribute without std |
//! | [`costs`] | overhead in instructions, benchmarks of the maps, memory, comparisons, build times of the features |

#[cfg_attr(not(doctest), doc = include_str!("arguments.md"))]
pub mod arguments {}

#[cfg_attr(not(doctest), doc = include_str!("axum.md"))]
pub mod axum {}

#[cfg_attr(not(doctest), doc = include_str!("cluster.md"))]
pub mod cluster {}

#[cfg_attr(not(doctest), doc = include_str!("compiler_errors.md"))]
pub mod compiler_errors {}

#[cfg_attr(not(doctest), doc = include_str!("costs.md"))]
pub mod costs {}

#[cfg_attr(not(doctest), doc = include_str!("frameworks.md"))]
pub mod frameworks {}

#[cfg_attr(not(doctest), doc = include_str!("guarantees.md"))]
pub mod guarantees {}

#[cfg_attr(not(doctest), doc = include_str!("lazy_results.md"))]
pub mod lazy_results {}

#[cfg_attr(not(doctest), doc = include_str!("limitations.md"))]
pub mod limitations {}

#[cfg_attr(not(doctest), doc = include_str!("limits_and_reports.md"))]
pub mod limits_and_reports {}

#[cfg_attr(not(doctest), doc = include_str!("maps.md"))]
pub mod maps {}

#[cfg_attr(not(doctest), doc = include_str!("metrics.md"))]
pub mod metrics {}

#[cfg_attr(not(doctest), doc = include_str!("migrating.md"))]
pub mod migrating {}

#[cfg_attr(not(doctest), doc = include_str!("no_std.md"))]
pub mod no_std {}

#[cfg_attr(not(doctest), doc = include_str!("shutdown.md"))]
pub mod shutdown {}

#[cfg_attr(not(doctest), doc = include_str!("single_flight.md"))]
pub mod single_flight {}

#[cfg_attr(not(doctest), doc = include_str!("streams_and_tasks.md"))]
pub mod streams_and_tasks {}

#[cfg_attr(not(doctest), doc = include_str!("threads.md"))]
pub mod threads {}

#[cfg_attr(not(doctest), doc = include_str!("tonic.md"))]
pub mod tonic {}

#[cfg_attr(not(doctest), doc = include_str!("web_page.md"))]
pub mod web_page {}
