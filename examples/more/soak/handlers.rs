//! The handlers: the same work, once with the bug and once with the attribute, sync and async.

use crate::{
    fate::Fate,
    lookup::{Reply, StoreError, look_up, look_up_async},
    service::{Request, Service},
};
use scoped_entry::scoped_entry;

/// Removes its entry by hand.
///
/// The removal once ran on every path. Then a check of the record was added, and the removal moved into its `if`. The code
/// still looks right, but an error, an early return, a panic or a cancelled call each leak the entry.
pub(crate) async fn by_hand_async(
    service: &Service,
    id: u64,
    request: Request,
    fate: Fate,
) -> Result<Reply, StoreError> {
    service.by_hand().insert(id, request);
    if fate.is_up_to_date() {
        return Ok(Reply::Unchanged);
    }
    let record = look_up_async(id, fate).await?;
    if !record.is_empty() {
        service.by_hand().remove(&id);
    }
    Ok(Reply::Found(record))
}

/// The same, sync.
pub(crate) fn by_hand(service: &Service, id: u64, request: Request, fate: Fate) -> Result<Reply, StoreError> {
    service.by_hand().insert(id, request);
    if fate.is_up_to_date() {
        return Ok(Reply::Unchanged);
    }
    let record = look_up(id, fate)?;
    if !record.is_empty() {
        service.by_hand().remove(&id);
    }
    Ok(Reply::Found(record))
}

/// Has no removal that could be moved or forgotten.
#[scoped_entry(map = service.annotated, key = id, value = request)]
pub(crate) async fn annotated_async(
    service: &Service,
    id: u64,
    request: Request,
    fate: Fate,
) -> Result<Reply, StoreError> {
    if fate.is_up_to_date() {
        return Ok(Reply::Unchanged);
    }
    let record = look_up_async(id, fate).await?;
    Ok(Reply::Found(record))
}

/// The same, sync.
#[scoped_entry(map = service.annotated, key = id, value = request)]
pub(crate) fn annotated(service: &Service, id: u64, request: Request, fate: Fate) -> Result<Reply, StoreError> {
    if fate.is_up_to_date() {
        return Ok(Reply::Unchanged);
    }
    let record = look_up(id, fate)?;
    Ok(Reply::Found(record))
}
