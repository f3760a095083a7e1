//! The documentation of the macros. It is not in the macro crate because it links to types of this crate.

/// Inserts an entry into a map for the rest of the enclosing block.
///
/// `enter!(…);` is [`#[scoped_entry]`](macro@crate::scoped_entry) as a statement. Use it if the key is known only in
/// the middle of a function, or if the entry covers only a part of one. The entry is removed on every path out of the
/// block: its end, `return`, `?`, `break`, `continue`, a panic, and the drop of the future that the block is part of.
///
/// # Arguments
///
/// `enter!` takes the arguments of [`#[scoped_entry]`](macro@crate::scoped_entry#arguments) except `until`. They are
/// expressions of the surrounding code, and so are the `?`, `.await`, `return`, `break` and `continue` in them.
/// `occupied` must leave the block; `occupied = continue` skips to the next iteration of a loop.
///
/// The body cannot name the guard unless `guard = NAME` is given. Several `enter!` statements in one block make several
/// entries, which are removed in reverse order.
///
/// # Compile errors
///
/// `enter!` is a statement and has no value. `let _ = enter!(…);` and `enter!(…)` without a semicolon at the end of a
/// block do not compile.
///
/// # Deadlocks before edition 2024
///
/// Before edition 2024, the temporaries of a block's last expression outlive the block's locals, including the guard. A
/// block that ends in `jobs.lock().unwrap().len()` while it has an entry of the same `Mutex<HashMap<…>>` therefore
/// deadlocks. Bind the result to a variable first. The attribute does not have this problem in any edition, nor do
/// [`InflightMap`](crate::InflightMap) and [`UniqueMap`](crate::UniqueMap), since a body cannot hold their locks.
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
/// Inserts an entry into a map when the function is called, and removes it on every path out of the function: `return`,
/// `?`, a panic, and a dropped future.
///
/// A guard that the body cannot name removes the entry when it drops. No path out of the body skips the removal, and no
/// later change of the body can misplace it.
///
/// # When the entry begins and ends
///
/// | function | the entry begins | the entry ends |
/// |---|---|---|
/// | `fn` | at the call | when the function returns or panics: after its locals drop, before its parameters drop |
/// | `async fn` | at the first poll | when the future completes, panics or is dropped |
/// | `fn` that returns `impl Future` or `Pin<Box<dyn Future>>` | at the call | when the returned future completes, panics or is dropped, polled or not |
/// | `fn` that returns `impl Stream` or `Pin<Box<dyn Stream>>` | at the call | when the returned stream yields `None`, panics or is dropped, polled or not |
///
/// Any other return type that is a future or a stream, such as `BoxFuture` or a task's `JoinHandle`, is a compile error
/// unless `guard` or `until` is given: the entry would end before the work does. See
/// [`guide::lazy_results`](crate::guide::lazy_results).
///
/// A return type that only contains a stream, such as an HTTP response, is not detected. Name the guard with
/// `guard = NAME` and [attach](crate::EntryGuard::attach) it to the stream. See
/// [`guide::streams_and_tasks`](crate::guide::streams_and_tasks).
///
/// # Arguments
///
/// | argument | meaning | if omitted |
/// |---|---|---|
/// | `map = EXPR` | The map. A place expression such as `self.inflight` is borrowed; `Arc::clone(&self.inflight)` makes the guard an owner of the map. | compile error |
/// | `key = EXPR` | The entry's key. A place expression such as `id` is borrowed and cloned into the map; a value is moved in. See [`IntoKey`](crate::IntoKey) for the conversions. | compile error |
/// | `value = EXPR` | The value stored with the key. Always moved, never converted. | `Default::default()` |
/// | `occupied = EXPR` | Evaluated if the key is already present; must diverge (`return`, `panic!`). | compile error if the map has unique keys; maps with shared keys do not accept it |
/// | `occupied = \|PAT\| EXPR` | The same, with `PAT` bound to a clone of the existing value. | |
/// | `hold = EXPR` | Holds a guard of any type instead of an entry: a permit, a lease, a lock guard. Replaces `map`, `key`, `value` and `occupied`. | – |
/// | `guard = NAME` | Binds the [`EntryGuard`](crate::EntryGuard) to `NAME` in the body, to end the entry early or to move it to a task or a stream. With `hold`, the held value itself. | the body cannot name the guard |
/// | `until = return` | Ends the entry when the function returns, even if the function returns a future or a stream. | a returned future or stream carries the entry, or is a compile error |
/// | `crate = PATH` | The path of this crate, if it is renamed or re-exported. | `::scoped_entry` |
///
/// `map`, `key` and `value` are evaluated once, in this order, before the body. They are part of the function: they can
/// use its parameters, `?`, `return` and `.await`. Their temporaries live until the entry is inserted, so
/// `key = jobs.lock().unwrap().len()` deadlocks if `jobs` is the map; `key = { jobs.lock().unwrap().len() }` does not.
/// [`guide::arguments`](crate::guide::arguments) has the details.
///
/// Several attributes on one function insert their entries in the order in which they are written, and remove them in
/// reverse order.
///
/// # Compile errors
///
/// [`guide::compiler_errors`](crate::guide::compiler_errors) lists the compile errors and what to do about each.
/// [`guide::limitations`](crate::guide::limitations) lists what the attribute cannot detect.
///
/// # Panics
///
/// A panic in an argument or in the insertion (see [`EntryGuard::enter`](crate::EntryGuard::enter)) reaches the caller
/// and leaves no entry behind.
///
/// # Examples
///
/// The entry is in the map while the function runs:
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
///
/// A map with unique keys rejects the second call with the same key:
///
/// ```
/// use scoped_entry::{UniqueMap, scoped_entry};
///
/// #[scoped_entry(map = payments, key = order, value = now, occupied = |since| return Err(since))]
/// fn pay(payments: &UniqueMap<String, u64>, order: &str, now: u64) -> Result<(), u64> {
///     if now == 1 {
///         return pay(payments, order, 2); // finds the entry of this call
///     }
///     Ok(())
/// }
///
/// assert_eq!(pay(&UniqueMap::new(), "o-17", 1), Err(1));
/// ```
///
/// `hold` holds a guard that does not come from a map:
///
/// ```
/// use scoped_entry::scoped_entry;
/// use std::sync::Mutex;
///
/// #[scoped_entry(hold = lock.lock().unwrap())]
/// fn is_locked(lock: &Mutex<()>) -> bool {
///     lock.try_lock().is_err()
/// }
///
/// let lock = Mutex::new(());
/// assert!(is_locked(&lock));
/// assert!(lock.try_lock().is_ok());
/// ```
pub use scoped_entry_macros::scoped_entry;
/// Lets concurrent calls with equal keys share one run of the function.
///
/// The first call, the *leader*, runs its body. Calls with an equal key that arrive meanwhile, its *followers*, wait
/// and return a clone of the leader's result. Then the key is free again: this is not a cache.
///
/// The attribute goes on an `async fn`, also under `#[async_trait]`, or on a function that is not async; the latter
/// blocks its thread while it waits. [`FlightMap`](crate::FlightMap) documents what happens if the leader panics, is
/// cancelled, or calls itself with its own key. [`guide::single_flight`](crate::guide::single_flight) explains when to
/// use it.
///
/// Needs the feature `single-flight`.
///
/// # Arguments
///
/// | argument | meaning | if omitted |
/// |---|---|---|
/// | `map = EXPR` | The [`FlightMap<K, T>`](crate::FlightMap). `T` is the function's return type; with `share = ok`, the type of its `Ok`. | compile error |
/// | `key = EXPR` | Calls with equal keys share one run. Borrowed and converted like the `key` of [`#[scoped_entry]`](macro@crate::scoped_entry#arguments). | compile error |
/// | `share = ok` | Shares only an `Ok`, so that the error need not be `Clone`. After an `Err`, one of the followers becomes the leader and runs its own body. | every result is shared |
/// | `crate = PATH` | The path of this crate, if it is renamed or re-exported. | `::scoped_entry` |
///
/// # Requirements
///
/// - Followers return the leader's result. The body must not depend on anything in which calls with equal keys can
///   differ, such as the permissions of the caller.
/// - The shared result is cloned for each follower, so it is `Clone` and owned, and `Send + Sync` if it crosses
///   threads. Return an `Arc` of what is expensive to clone.
/// - The body becomes an `async` block or a closure; `return` in it returns the result.
///
/// # Compile errors
///
/// The attribute rejects what a follower would not see or could not get:
///
/// - a parameter with a `&mut` in it, including `&mut self`;
/// - a result that borrows from the arguments, has an `impl` type, or is a future;
/// - `#[track_caller]` on a function that is not async, because a closure cannot keep it;
/// - a `const fn`, and a function that returns `!`.
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
