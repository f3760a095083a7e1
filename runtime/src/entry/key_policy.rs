//! Key policies: whether several entries of a map may have the same key.

/// Several entries may have the same key. Insertion never fails, and the attribute does not accept `occupied`.
#[derive(Clone, Copy, Debug)]
pub enum Shared {}

/// At most one entry has a given key. Insertion fails if the key is occupied, and the attribute requires `occupied`.
#[derive(Clone, Copy, Debug)]
pub enum Unique {}

/// At most one entry has a given key, as with [`Unique`], and its guard is a future of the reply: the policy of a
/// [`PendingMap`](crate::PendingMap). The attribute requires `occupied` and `guard`.
#[cfg(feature = "pending")]
#[derive(Clone, Copy, Debug)]
pub enum UniqueWithReply {}

/// The bound of a guard without a name. Implemented for the policies of maps whose guards have no other use than to
/// remove the entry.
#[diagnostic::on_unimplemented(
    message = "the entry waits for a reply, and without `guard` nothing can read it",
    label = "the guard of this map is the future of the reply, and needs a name",
    note = "add `guard = reply`, and await it in the body: `reply.await`"
)]
pub trait MayBeUnnamed {}

impl MayBeUnnamed for Shared {}
impl MayBeUnnamed for Unique {}
