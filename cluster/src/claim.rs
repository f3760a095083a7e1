//! A claim of a key.

use crate::{error::Lost, handle::Shared, held::Fence, keeper::event::Grant, key::EncodedKey};
use scoped_entry::{EntryGuard, InflightMap};
use std::{fmt, future::Future, sync::Arc};

/// A key that this call holds. Dropping it releases the key.
///
/// The keeper renews it until then, however long that takes, even if the runtime that it was claimed on has ended.
/// Dropping only sends a message: it waits for nothing, unless it is the last handle of its
/// [`Cluster`](crate::Cluster).
///
/// # What is guaranteed
///
/// As long as [`is_held`](Self::is_held) is true, no other claim of the key is held, in any process. That is decided by
/// the local clock: a claim ends one TTL after the last successful renewal was *sent*, whether the server can be reached
/// or not. Between the check and what your code does next, the process may be paused; only a [`fence`](Self::fence) that
/// your store checks closes that gap.
#[must_use = "dropping the claim releases the key immediately: bind it to a variable, not to `_`"]
pub struct Claim {
    // Dropped in this order: the release is sent before the handle, whose drop may end the keeper.
    entry: EntryGuard<Arc<InflightMap<EncodedKey>>>,
    grant: Grant,
    shared: Arc<Shared>,
}

impl Claim {
    pub(crate) fn new(grant: Grant, shared: Arc<Shared>, entry: EntryGuard<Arc<InflightMap<EncodedKey>>>) -> Self {
        Self { entry, grant, shared }
    }

    /// Returns the fence: higher than that of every earlier claim of the key.
    #[doc(alias("fencing token", "token", "version"))]
    #[must_use]
    pub fn fence(&self) -> Fence {
        self.grant.held.fence
    }

    /// Returns whether the claim is held. Once false, it stays false. Reads the clock, and makes no request.
    #[doc(alias("is_valid", "is_locked", "expired"))]
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.grant.held.is_held()
    }

    /// Waits until the claim is lost: at most one TTL after the server has stopped answering.
    ///
    /// Use [`while_held`](Self::while_held) to run something until then.
    pub async fn lost(&self) {
        self.grant.held.lost().await;
    }

    /// Runs a future while the claim is held: drops it as soon as the claim is lost.
    ///
    /// The claim is checked before each poll, so that a process that was paused for too long does not go on.
    ///
    /// # Errors
    ///
    /// Returns [`Lost`] if the claim was lost before the future completed. What the future did until then is done, and
    /// another node may have begun the same.
    ///
    /// # Examples
    ///
    /// ```
    /// use scoped_entry::scoped_entry;
    /// use scoped_entry_cluster::{Claims, Fence};
    ///
    /// # async fn charge(_: u64, _: Fence) {}
    /// #[scoped_entry(hold = payments.claim(&order).await?, guard = claim)]
    /// async fn pay(payments: &Claims<u64>, order: u64) -> Result<(), Box<dyn std::error::Error>> {
    ///     claim.while_held(charge(order, claim.fence())).await?;
    ///     Ok(())
    /// }
    /// ```
    pub async fn while_held<F: Future>(&self, future: F) -> Result<F::Output, Lost> {
        self.grant.held.while_held(future).await.ok_or(Lost)
    }

    /// Releases the key, and waits until the server has confirmed it.
    ///
    /// Dropping releases the key, too, without waiting. If the future is dropped, the key is released all the same.
    ///
    /// # Errors
    ///
    /// Returns [`Lost`] if the claim was lost before, or if the server has not confirmed within two TTLs that it was
    /// held until now.
    #[doc(alias = "unlock")]
    pub async fn release(self) -> Result<(), Lost> {
        let Self { entry, grant, shared } = self;
        drop(entry);
        let released = grant.release().await;
        drop(shared);
        released.unwrap_or(Err(Lost))
    }
}

impl fmt::Debug for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Claim").field("fence", &self.fence()).field("is_held", &self.is_held()).finish_non_exhaustive()
    }
}
