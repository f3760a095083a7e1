//! What the attribute's output calls. Not part of the public interface: it changes together with the macro crate,
//! which is pinned to this crate's version.

pub use crate::{key::Elements, returned::Returned};

use crate::{
    CallSite, EntryGuard, IntoKey, MapOwner, Occupied, SharedKeys, UniqueKeys,
    guard::{Entrance, Held, Key, Value},
};
use scopeguard::ScopeGuard;

/// An entry to be made in a map with shared keys, which never refuses.
#[inline]
pub fn shared<O, Q>(map: O, key: Q, value: Value<O>) -> Shared<O>
where
    O: MapOwner,
    O::Map: SharedKeys,
    Q: IntoKey<Key<O>>,
{
    Shared(Entrance::new(map, key, value))
}

/// An entry to be made in a map with unique keys, where the value of the entry in the way does not matter.
#[inline]
pub fn unique<O, Q>(map: O, key: Q, value: Value<O>) -> Unique<O>
where
    O: MapOwner,
    O::Map: UniqueKeys,
    Q: IntoKey<Key<O>>,
{
    Unique(Entrance::new(map, key, value))
}

/// An entry to be made in a map with unique keys, where a call that is refused wants the value in the way.
#[inline]
pub fn unique_or_existing<O, Q>(map: O, key: Q, value: Value<O>) -> UniqueOrExisting<O>
where
    O: MapOwner,
    O::Map: UniqueKeys,
    Q: IntoKey<Key<O>>,
    Value<O>: CloneExisting,
{
    UniqueOrExisting(Entrance::new(map, key, value))
}

/// See [`shared`].
#[expect(missing_debug_implementations, reason = "users never hold one")]
#[must_use]
pub struct Shared<O: MapOwner>(Entrance<O>);

impl<O: MapOwner> Shared<O>
where
    O::Map: SharedKeys,
{
    /// Enters. The entry's place in the source is that of this method's name.
    #[inline]
    #[track_caller]
    pub fn enter(self) -> ScopeGuard<Held<O>, impl FnOnce(Held<O>)> {
        self.0.enter(CallSite::here()).unnamed()
    }

    /// Enters, for `guard = name`.
    #[inline]
    #[track_caller]
    pub fn enter_named(self) -> EntryGuard<O> {
        self.0.enter(CallSite::here()).named()
    }
}

/// See [`unique`].
#[expect(missing_debug_implementations, reason = "users never hold one")]
#[must_use]
pub struct Unique<O: MapOwner>(Entrance<O>);

impl<O: MapOwner> Unique<O>
where
    O::Map: UniqueKeys,
{
    #[inline]
    #[track_caller]
    fn held(self) -> Option<Held<O>> {
        // What the call brought drops here if it is refused: the lock is released.
        self.0.try_enter(CallSite::here(), |_| ()).ok()
    }

    /// Enters, or answers that the key is taken.
    #[inline]
    #[track_caller]
    pub fn enter(self) -> Option<ScopeGuard<Held<O>, impl FnOnce(Held<O>)>> {
        self.held().map(Held::unnamed)
    }

    /// Enters, for `guard = name`.
    #[inline]
    #[track_caller]
    pub fn enter_named(self) -> Option<EntryGuard<O>> {
        self.held().map(Held::named)
    }
}

/// See [`unique_or_existing`].
#[expect(missing_debug_implementations, reason = "users never hold one")]
#[must_use]
pub struct UniqueOrExisting<O: MapOwner>(Entrance<O>);

impl<O: MapOwner> UniqueOrExisting<O>
where
    O::Map: UniqueKeys,
    Value<O>: CloneExisting,
{
    #[inline]
    #[track_caller]
    fn held(self) -> Result<Held<O>, Value<O>> {
        self.0.try_enter(CallSite::here(), CloneExisting::clone_existing).map_err(|Occupied { existing, .. }| existing)
    }

    /// Enters, or answers with a clone of the value that is there, taken under the map's lock.
    #[expect(clippy::type_complexity, reason = "a closure's type cannot stand in an alias")]
    #[inline]
    #[track_caller]
    pub fn enter(self) -> Result<ScopeGuard<Held<O>, impl FnOnce(Held<O>)>, Value<O>> {
        self.held().map(Held::unnamed)
    }

    /// Enters, for `guard = name`.
    #[inline]
    #[track_caller]
    pub fn enter_named(self) -> Result<EntryGuard<O>, Value<O>> {
        self.held().map(Held::named)
    }
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
