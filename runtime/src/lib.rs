#![cfg_attr(not(doctest), doc = include_str!("../README.md"))]
#![no_std]
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod adapters;
mod attached;
#[cfg(feature = "conformance")]
pub mod conformance;
mod entry;
pub mod guide;
#[cfg(feature = "std")]
mod maps;
#[cfg(feature = "std")]
pub mod observe;
#[cfg(feature = "axum")]
pub mod page;
#[cfg(feature = "std")]
mod poison;
#[cfg(feature = "single-flight")]
mod single_flight;
#[cfg(any(feature = "drained", feature = "single-flight"))]
mod wait_list;

#[doc(hidden)]
#[path = "macro_support/mod.rs"]
pub mod __private;

/// Whether several entries of a map may have the same key: the values of [`EntryMap::KeyPolicy`].
pub mod key_policy {
    pub use crate::entry::{
        enter::{Enter, TryEnter},
        key_policy::{Shared, Unique},
    };
}

pub use adapters::KeyedCollection;
pub use attached::Attached;
pub use entry::{CallSite, EntryGuard, EntryMap, IntoKey, MapRef, Occupied, SharedKeys, UniqueKeys};
#[cfg(feature = "drained")]
pub use maps::NotDrained;
#[cfg(feature = "std")]
pub use maps::{Builder, EntryInfo, Excess, InflightMap, Live, Stats, UniqueMap};
/// [`scoped_entry`](macro@scoped_entry) as a statement: enters a map here, and removes the entry at the end of the block
/// it stands in, on every path out of it: its end, `return`, `?`, `break`, `continue`, panic, and the future being
/// dropped.
///
/// It takes the arguments of the attribute, but for `until`. No code can name the guard, unless there is a
/// `guard = NAME`. `?`, `.await`, `return`, `break` and `continue` in the arguments are those of the surrounding code, so
/// that `occupied = continue` goes on with the next turn of a loop.
///
/// It is a statement: where a value is expected, as in `let _ = enter!(…);`, it does not compile.
///
/// The attribute makes a function's own locals and temporaries drop before the entry, in every edition. A statement cannot
/// do that for the block it stands in: in the editions before 2024, the temporaries of a block's last expression outlive
/// the block's locals. There, a block that ends in `jobs.lock().unwrap().len()` and holds an entry of the very same
/// `Mutex<HashMap<…>>` waits for itself for ever: bind the result to a variable first. [`InflightMap`] and [`UniqueMap`]
/// keep no lock that a body could hold.
///
/// # Examples
///
/// ```
/// use scoped_entry::{UniqueMap, enter};
/// use std::sync::LazyLock;
///
/// static IMPORTS: LazyLock<UniqueMap<String>> = LazyLock::new(UniqueMap::new);
///
/// fn import(files: &[&str]) -> usize {
///     let mut imported = 0;
///     for file in files {
///         let name = file.trim_end_matches(".csv");
///         enter!(map = IMPORTS, key = name, occupied = continue);
///         imported += IMPORTS.len();
///     }
///     imported
/// }
///
/// let elsewhere = IMPORTS.try_enter("b", ()).unwrap();
/// assert_eq!(import(&["a.csv", "b.csv"]), 2);
/// drop(elsewhere);
/// assert!(IMPORTS.is_empty());
/// ```
pub use scoped_entry_macros::enter;
/// Enters a map when the function is called, and removes the entry on every path out of it: return, `?`, panic, and the
/// future being dropped.
///
/// A function that returns an `impl Future`, a `Pin<Box<dyn Future>>` or a stream of these kinds has it carry the entry, until
/// it ends or is dropped.
///
/// | argument | meaning | without it |
/// |---|---|---|
/// | `map = EXPR` | the map | an error |
/// | `key = EXPR` | the entry's key | an error |
/// | `value = EXPR` | what the entry holds besides its key; moved, and not converted | `Default::default()` |
/// | `occupied = EXPR`, `occupied = \|PAT\| EXPR` | what the call does if its key is taken; has to leave the function | an error for a map with one entry per key; not accepted by others |
/// | `hold = EXPR` | in place of `map`, `key`, `value` and `occupied`: a guard from elsewhere, held in the same way | – |
/// | `guard = NAME` | gives the [`EntryGuard`], or what `hold` was given, to the body | the body cannot name the guard |
/// | `until = return` | the entry is meant to end when the function returns, also where what it returns has not run yet | a lazy result carries the entry, or is refused |
/// | `crate = PATH` | where this crate is | `::scoped_entry` |
///
/// The [crate's documentation](crate#the-arguments) has the rules.
///
/// # Examples
///
/// ```
/// use scoped_entry::{InflightMap, scoped_entry};
///
/// static INFLIGHT: InflightMap<String> = InflightMap::new();
///
/// #[scoped_entry(map = INFLIGHT, key = name)]
/// fn handle(name: &str) -> Result<u64, std::num::ParseIntError> {
///     assert!(INFLIGHT.contains_key(name));
///     let number: u64 = name.parse()?;
///     Ok(number)
/// }
///
/// assert_eq!(handle("7"), Ok(7));
/// assert!(handle("seven").is_err());
/// assert!(INFLIGHT.is_empty());
/// ```
pub use scoped_entry_macros::scoped_entry;
/// Lets calls with equal keys at the same time share one run of the function: the first one runs its body, and the others
/// wait for it and get a clone of what it returns. Needs the feature `single-flight`.
///
/// On an `async fn`, also under `#[async_trait]`, or on a function that is not async, which then blocks its thread while
/// it waits. [`FlightMap`] tells what happens when the first call panics, is cancelled, or calls itself.
///
/// | argument | meaning | without it |
/// |---|---|---|
/// | `map = EXPR` | the [`FlightMap`], whose second type is that of the function's result | an error |
/// | `key = EXPR` | what calls have to have in common | an error |
/// | `share = ok` | shares the `Ok` of a `Result`, which is the map's second type then: at an `Err`, which need not be `Clone`, one of those who waited runs its own body | every result is shared |
/// | `crate = PATH` | where this crate is | `::scoped_entry` |
///
/// The body becomes an `async` block, or a closure: a `return` in it returns the result. Refused are functions whose
/// effect others would miss, those with a `&mut` among their parameters; results that are borrowed from the call; and
/// `#[track_caller]`, which a closure cannot keep. The body must not depend on anything that calls with equal keys do not
/// have in common.
///
/// # Examples
///
/// ```
/// use scoped_entry::{FlightMap, single_flight};
/// use std::sync::Arc;
///
/// struct Users {
///     lookups: FlightMap<u64, Result<Arc<str>, NotFound>>,
/// }
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct NotFound;
///
/// impl Users {
///     #[single_flight(map = self.lookups, key = id)]
///     async fn lookup(&self, id: u64) -> Result<Arc<str>, NotFound> {
///         let name = self.load(id).await.ok_or(NotFound)?;
///         Ok(name.into())
///     }
///
///     async fn load(&self, id: u64) -> Option<String> {
///         (id == 7).then(|| "Ada".to_owned())
///     }
/// }
/// ```
#[cfg(feature = "single-flight")]
pub use scoped_entry_macros::single_flight;
#[cfg(feature = "single-flight")]
pub use single_flight::{FlightMap, FlightStats};
