//! Everything that expansions call, under the path `scoped_entry::__private`.
//!
//! It is not a public API: it changes together with the macro crate, of which this crate requires exactly one version.
//! The macro crate's `render/runtime.rs` names each path and method.

mod autoderef;
mod borrow;
mod check_guard;
mod check_return;

pub use borrow::BorrowedMap;
pub use check_guard::Kept;
pub use check_return::returned;

pub use crate::entry::{as_map::AsMap, into_key::Elements};
#[cfg(feature = "single-flight")]
pub use crate::single_flight::{FlightMapRef, MacroCall, OutputOf, Returns, SharedOutput};

// A dependency of the user's may be called `core`, so expansions find these here.
pub use core::{
    compile_error,
    option::{Option, Option::Some},
    result::Result::{Err, Ok},
};

use crate::{
    attached::Attached,
    entry::{
        CallSite, EntryMap, IntoKey, Occupied,
        enter::{Enter, TryEnter},
        guard::{TicketOf, UnnamedTicketOf},
        inserted::InsertedEntry,
    },
};
use alloc::boxed::Box;
use core::pin::Pin;
use scopeguard::ScopeGuard;

/// A call of an annotated function, or an `enter!` statement.
#[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
pub struct Call;

impl Call {
    /// Captures the location of the entry.
    ///
    /// This is a method because the location of a method call is that of the method's name. The attribute gives that
    /// name the span of the function's name.
    #[inline]
    #[must_use]
    #[track_caller]
    pub const fn here(self) -> Here {
        Here(CallSite::here())
    }
}

/// A [`Call`] with its location.
#[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
pub struct Here(CallSite);

impl Here {
    /// Inserts an entry into a map with shared keys.
    #[inline]
    pub fn enter<O, M, Q>(self, map: O, key: Q, value: M::Value) -> InsertedEntry<O, M::Ticket>
    where
        O: AsMap<M>,
        M: EntryMap + ?Sized,
        M::KeyPolicy: Enter<M>,
        Q: IntoKey<M::Key>,
    {
        InsertedEntry::enter(map, key, value, self.0)
    }

    /// Starts the call of a function with `#[single_flight]`.
    #[cfg(feature = "single-flight")]
    #[inline]
    pub fn flight<M, Q>(self, map: &M, key: Q) -> MacroCall<'_, M::Key, M::Output, M::Hasher>
    where
        M: FlightMapRef,
        Q: IntoKey<M::Key>,
    {
        MacroCall::new(map, key, self.0)
    }

    /// Inserts an entry into a map with unique keys, unless the key is occupied.
    #[inline]
    pub fn try_enter<O, M, Q>(self, map: O, key: Q, value: M::Value) -> Attempt<InsertedEntry<O, M::Ticket>, ()>
    where
        O: AsMap<M>,
        M: EntryMap + ?Sized,
        M::KeyPolicy: TryEnter<M>,
        Q: IntoKey<M::Key>,
    {
        // If the key is occupied, the call's key and value drop here, after the map's lock is released.
        Attempt(InsertedEntry::try_enter(map, key, value, self.0, |_| ()).map_err(|_| ()))
    }

    /// Inserts an entry into a map with unique keys, or returns a clone of the existing value, made under the map's
    /// lock.
    #[inline]
    pub fn try_enter_or_existing<O, M, Q>(
        self,
        map: O,
        key: Q,
        value: M::Value,
    ) -> Attempt<InsertedEntry<O, M::Ticket>, M::Value>
    where
        O: AsMap<M>,
        M: EntryMap + ?Sized,
        M::KeyPolicy: TryEnter<M>,
        Q: IntoKey<M::Key>,
        M::Value: CloneExisting,
    {
        let entered = InsertedEntry::try_enter(map, key, value, self.0, CloneExisting::clone_existing);
        Attempt(entered.map_err(|Occupied { key, value, existing }| {
            // Drop before returning: rust-lang/rust#47949.
            drop((key, value));
            existing
        }))
    }
}

/// The result of inserting into a map with unique keys. Expansions turn it into one of the two guards immediately.
#[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
#[must_use = "an entry without a guard is never removed"]
pub struct Attempt<H, E>(Result<H, E>);

impl<O, T, E> Attempt<InsertedEntry<O, T>, E> {
    /// Returns the guard that the attribute keeps if there is no `guard = NAME`.
    ///
    /// # Errors
    ///
    /// Returns the clone of the existing value, or `()`, if the key is occupied.
    #[expect(clippy::type_complexity, reason = "an alias cannot name the type of a closure")]
    #[inline]
    pub fn guard(self) -> Result<ScopeGuard<InsertedEntry<O, T>, impl FnOnce(InsertedEntry<O, T>)>, E>
    where
        T: UnnamedTicketOf<O>,
    {
        self.0.map(InsertedEntry::guard)
    }

    /// Returns the guard as an [`EntryGuard`].
    ///
    /// # Errors
    ///
    /// Returns the clone of the existing value, or `()`, if the key is occupied.
    #[inline]
    pub fn named(self) -> Result<T::NamedGuard, E>
    where
        T: TicketOf<O>,
    {
        self.0.map(InsertedEntry::named)
    }
}

/// Attaches a guard of any type, including the one without a name, to the value that the body returns.
#[inline]
pub const fn attach<G, T>(guard: G, inner: T) -> Attached<G, T> {
    Attached::new(guard, inner)
}

/// Calls the body and returns its result, from its end or from any `return`.
///
/// As an argument the body is an `FnOnce`, and may return what it captures, such as a reborrow of `&mut self`. Called
/// where it is written, rustc would infer an `FnMut`, which may not.
#[inline]
pub fn call<T>(body: impl FnOnce() -> T) -> T {
    body()
}

/// Calls the body and attaches the guard that the body has put into its slot, if any.
#[inline]
pub fn carry<G, T>(body: impl FnOnce(&mut Option<G>) -> T) -> Attached<G, T> {
    let mut slot = None;
    let returned = body(&mut slot);
    Attached::from_option(slot, returned)
}

/// Calls the body and returns its result. If the slot is empty by then, the result already holds the guard.
///
/// # Errors
///
/// Returns the result with the guard attached, which is a value of another type, if the guard is still in the
/// slot.
#[inline]
pub fn carry_declared<G, T>(guard: G, body: impl FnOnce(&mut Option<G>) -> T) -> Result<T, Attached<G, T>> {
    let mut slot = Some(guard);
    let returned = body(&mut slot);
    match slot {
        None => Ok(returned),
        Some(guard) => Err(Attached::new(guard, returned)),
    }
}

/// Calls `Box::new`. In an expansion, `Box` could be another type of the user's.
#[inline]
pub fn boxed<T>(attached: T) -> Box<T> {
    Box::new(attached)
}

/// Calls `Box::pin`, as [`boxed`] calls `Box::new`.
#[inline]
pub fn pinned<T>(attached: T) -> Pin<Box<T>> {
    Box::pin(attached)
}

/// Returns the value of an entry if there is no `value = …`.
#[inline]
#[must_use]
pub fn default_value<V: DefaultValue>() -> V {
    V::default_value()
}

/// `Default`, with an error message about the attribute.
#[diagnostic::on_unimplemented(
    message = "the entry needs a value: `{Self}`, the type of the map's values, is not `Default`",
    label = "`value` is missing",
    note = "add `value = …`"
)]
pub trait DefaultValue {
    /// Returns the default value.
    fn default_value() -> Self;
}

#[diagnostic::do_not_recommend]
impl<V: Default> DefaultValue for V {
    #[inline]
    fn default_value() -> Self {
        V::default()
    }
}

/// `Clone`, with an error message about the attribute.
#[diagnostic::on_unimplemented(
    message = "`occupied = |existing| …` clones the existing value, and `{Self}` is not `Clone`",
    label = "the values of this map are not `Clone`",
    note = "if the existing value is not needed, write `occupied = return …`, without a pattern",
    note = "otherwise, store the values as `Arc<{Self}>`"
)]
pub trait CloneExisting {
    /// Returns the clone.
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
