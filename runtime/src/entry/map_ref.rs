//! How a guard holds its map: by reference or as one of its owners.

use super::map::EntryMap;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::{boxed::Box, rc::Rc};

/// A reference to an [`EntryMap`], or an owner of one: what a guard keeps to reach its map.
///
/// A guard of `&map` lives as long as the borrow; a guard of `Arc::clone(&map)` is `'static` and can travel to a
/// task or a thread.
///
/// It is a trait of its own and not `Deref`, because a lock guard dereferences to a map, too, and as `map` it would
/// hold its lock for the whole call. An implementation has to answer the same map every time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a reference to an entry map nor an `Arc`, `Rc` or `Box` of one",
    label = "not a map that a guard can hold",
    note = "a lock guard is refused here, since it would stay locked for the whole call: pass the lock itself, `map = self.map` instead of `map = self.map.lock()…`"
)]
pub trait MapRef {
    /// The map.
    type Map: EntryMap + ?Sized;

    /// The map, the same one every time.
    fn map(&self) -> &Self::Map;
}

// Written out, because an error lists these impls: it would show a macro's insides instead.

impl<M: EntryMap + ?Sized> MapRef for &M {
    type Map = M;

    #[inline]
    fn map(&self) -> &M {
        self
    }
}

#[cfg(target_has_atomic = "ptr")]
impl<M: EntryMap + ?Sized> MapRef for Arc<M> {
    type Map = M;

    #[inline]
    fn map(&self) -> &M {
        self
    }
}

impl<M: EntryMap + ?Sized> MapRef for Rc<M> {
    type Map = M;

    #[inline]
    fn map(&self) -> &M {
        self
    }
}

impl<M: EntryMap + ?Sized> MapRef for Box<M> {
    type Map = M;

    #[inline]
    fn map(&self) -> &M {
        self
    }
}
