//! All that expansions call, as `scoped_entry::__private`. Not public: it changes together with the macro crate, which
//! depends on exactly this version. The macro crate's `render/runtime.rs` names each path and method.

mod autoderef;
mod borrow;
mod check_guard;
mod check_return;

pub use borrow::BorrowedMap;
pub use check_guard::Kept;
pub use check_return::Returned;

pub use crate::entry::into_key::Elements;
#[cfg(feature = "single-flight")]
pub use crate::single_flight::{FlightMapRef, MacroCall, Returns, SharedOutput};

use crate::{
    attached::Attached,
    entry::{
        CallSite, EntryGuard, IntoKey, MapRef, Occupied,
        enter::{Enter, TryEnter},
        guard::{Inserted, InsertedEntry, Key, KeyPolicy, Remove, Value},
    },
};
use alloc::boxed::Box;
use core::pin::Pin;
use scopeguard::ScopeGuard;

/// The call of an annotated function.
#[expect(missing_debug_implementations, reason = "users never hold one")]
pub struct Call;

impl Call {
    /// Where in the source the entry is made.
    ///
    /// A method and not a function, because the place of a method call is that of the method's name, which the
    /// attribute can put where the function's name is.
    #[inline]
    #[must_use]
    #[track_caller]
    pub const fn here(self) -> Here {
        Here(CallSite::here())
    }
}

/// See [`Call::here`].
#[expect(missing_debug_implementations, reason = "users never hold one")]
pub struct Here(CallSite);

impl Here {
    /// Enters a map with shared keys.
    #[inline]
    pub fn enter<O, Q>(self, map: O, key: Q, value: Value<O>) -> Inserted<O>
    where
        O: MapRef,
        KeyPolicy<O>: Enter<O::Map>,
        Q: IntoKey<Key<O>>,
    {
        InsertedEntry::enter(map, key, value, self.0)
    }

    /// Of `#[single_flight]`.
    #[cfg(feature = "single-flight")]
    #[inline]
    pub fn flight<M, Q>(self, map: &M, key: Q) -> MacroCall<'_, M>
    where
        M: FlightMapRef,
        Q: IntoKey<M::Key>,
    {
        MacroCall::new(map, key, self.0)
    }

    /// Enters a map with unique keys, or answers that the key is taken.
    #[inline]
    pub fn try_enter<O, Q>(self, map: O, key: Q, value: Value<O>) -> Attempt<Inserted<O>, ()>
    where
        O: MapRef,
        KeyPolicy<O>: TryEnter<O::Map>,
        Q: IntoKey<Key<O>>,
    {
        // What the call brought drops here if it is refused: the map's lock is released.
        Attempt(InsertedEntry::try_enter(map, key, value, self.0, |_| ()).map_err(|_| ()))
    }

    /// Enters a map with unique keys, or answers with a clone of the value that is there, taken under the map's lock.
    #[inline]
    pub fn try_enter_or_existing<O, Q>(self, map: O, key: Q, value: Value<O>) -> Attempt<Inserted<O>, Value<O>>
    where
        O: MapRef,
        KeyPolicy<O>: TryEnter<O::Map>,
        Q: IntoKey<Key<O>>,
        Value<O>: CloneExisting,
    {
        let entered = InsertedEntry::try_enter(map, key, value, self.0, CloneExisting::clone_existing);
        Attempt(entered.map_err(|Occupied { key, value, existing }| {
            // Here, since a destructor that panics while something is returned makes Rust lose that.
            drop((key, value));
            existing
        }))
    }
}

/// What came of entering a map with unique keys. One of the two guards is made of it at once, as of an entry.
#[expect(missing_debug_implementations, reason = "users never hold one")]
#[must_use = "an entry without a guard is never removed"]
pub struct Attempt<H, E>(Result<H, E>);

impl<O, T, E> Attempt<InsertedEntry<O, T>, E> {
    /// The guard that an annotated function does not get to see.
    ///
    /// # Errors
    ///
    /// What the key being taken has left.
    #[expect(clippy::type_complexity, reason = "a closure's type cannot stand in an alias")]
    #[inline]
    pub fn guard(self) -> Result<ScopeGuard<InsertedEntry<O, T>, impl FnOnce(InsertedEntry<O, T>)>, E>
    where
        InsertedEntry<O, T>: Remove,
    {
        self.0.map(InsertedEntry::guard)
    }

    /// The guard whose type can be written down.
    ///
    /// # Errors
    ///
    /// What the key being taken has left.
    #[inline]
    pub fn named(self) -> Result<EntryGuard<O>, E>
    where
        O: MapRef,
        InsertedEntry<O, T>: Into<Inserted<O>>,
    {
        self.0.map(InsertedEntry::named)
    }
}

/// [`Attached`] for a guard of any type, that which an annotated function does not get to see, too.
#[inline]
pub const fn attach<G, T>(guard: G, inner: T) -> Attached<G, T> {
    Attached::new(guard, inner)
}

/// What the body returns, by whichever `return`.
///
/// The body is given away, in place of being called where it stands, so that it may give away what it captures in its
/// turn.
#[inline]
pub fn call<T>(body: impl FnOnce() -> T) -> T {
    body()
}

/// What the body returns, with the entry that it has left in its slot by then.
#[inline]
pub fn carry<G, T>(body: impl FnOnce(&mut Option<G>) -> T) -> Attached<G, T> {
    let mut slot = None;
    let returned = body(&mut slot);
    Attached::with(slot, returned)
}

/// What the body returns, which holds the entry already if the slot is empty.
///
/// # Errors
///
/// With the entry that it has left in its slot, which makes another type of it.
#[inline]
pub fn carry_declared<G, T>(guard: G, body: impl FnOnce(&mut Option<G>) -> T) -> Result<T, Attached<G, T>> {
    let mut slot = Some(guard);
    let returned = body(&mut slot);
    match slot {
        None => Ok(returned),
        Some(guard) => Err(Attached::new(guard, returned)),
    }
}

/// `Box::pin`, whatever `Box` may mean to the user.
#[inline]
pub fn pinned<T>(attached: T) -> Pin<Box<T>> {
    Box::pin(attached)
}

/// The value of an entry that the attribute was given none for.
#[inline]
#[must_use]
pub fn default_value<V: DefaultValue>() -> V {
    V::default_value()
}

/// `Default`, with an error that speaks of the attribute.
#[diagnostic::on_unimplemented(
    message = "the map holds values of type `{Self}`, which has no `Default`",
    label = "the entry needs a value",
    note = "add `value = …` to the attribute"
)]
pub trait DefaultValue {
    /// The value.
    fn default_value() -> Self;
}

#[diagnostic::do_not_recommend]
impl<V: Default> DefaultValue for V {
    #[inline]
    fn default_value() -> Self {
        V::default()
    }
}

/// `Clone`, with an error that speaks of the attribute.
#[diagnostic::on_unimplemented(
    message = "`occupied = |existing| …` is given a clone of the existing value, and `{Self}` is not `Clone`",
    label = "this map's values cannot be cloned",
    note = "write `occupied = return …` without a pattern, or hold the values as `Arc<{Self}>`"
)]
pub trait CloneExisting {
    /// The clone.
    #[must_use]
    fn clone_existing(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<V: Clone> CloneExisting for V {
    #[inline]
    fn clone_existing(&self) -> Self {
        self.clone()
    }
}
