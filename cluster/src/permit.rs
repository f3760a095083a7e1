//! A permit.

use crate::{error::Lost, handle::Shared, keeper::event::Grant, key::EncodedKey};
use scoped_entry::{EntryGuard, InflightMap};
use std::{fmt, future::Future, sync::Arc};

/// A permit that this call holds. Dropping it releases the permit.
///
/// It is renewed and lost as a [`Claim`](crate::Claim) is, and has no fence.
#[must_use = "dropping the permit releases it immediately: bind it to a variable, not to `_`"]
pub struct Permit {
    // Dropped in this order: the release is sent before the handle, whose drop may end the keeper.
    entry: EntryGuard<Arc<InflightMap<EncodedKey>>>,
    grant: Grant,
    shared: Arc<Shared>,
}

impl Permit {
    pub(crate) fn new(grant: Grant, shared: Arc<Shared>, entry: EntryGuard<Arc<InflightMap<EncodedKey>>>) -> Self {
        Self { entry, grant, shared }
    }

    /// Returns whether the permit is held. Once false, it stays false. Reads the clock, and makes no request.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.grant.held.is_held()
    }

    /// Waits until the permit is lost: at most one TTL after the server has stopped answering.
    pub async fn lost(&self) {
        self.grant.held.lost().await;
    }

    /// Runs a future while the permit is held: drops it as soon as the permit is lost.
    ///
    /// # Errors
    ///
    /// Returns [`Lost`] if the permit was lost before the future completed.
    pub async fn while_held<F: Future>(&self, future: F) -> Result<F::Output, Lost> {
        self.grant.held.while_held(future).await.ok_or(Lost)
    }

    /// Releases the permit, and waits until the server has confirmed it.
    ///
    /// # Errors
    ///
    /// Returns [`Lost`] if the permit was lost before, or if the server has not confirmed within two TTLs that it was
    /// held until now.
    pub async fn release(self) -> Result<(), Lost> {
        let Self { entry, grant, shared } = self;
        drop(entry);
        let released = grant.release().await;
        drop(shared);
        released.unwrap_or(Err(Lost))
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("is_held", &self.is_held()).finish_non_exhaustive()
    }
}
