//! The work of a call, which ends as requested.

use crate::{expected_panic::ExpectedPanic, fate::Fate};
use std::{future, panic};

#[derive(Debug, PartialEq)]
pub(crate) enum Reply {
    Found(String),
    Unchanged,
}

#[derive(Debug, PartialEq)]
pub(crate) struct StoreError;

impl Fate {
    /// Returns whether the caller already has the current record.
    pub(crate) fn is_up_to_date(self) -> bool {
        self == Self::ReturnEarly
    }
}

pub(crate) fn look_up(id: u64, fate: Fate) -> Result<String, StoreError> {
    match fate {
        Fate::Fail => Err(StoreError),
        Fate::Panic => panic::panic_any(ExpectedPanic),
        _ => Ok(record(id)),
    }
}

/// Waits for the store, which never responds to some calls.
pub(crate) async fn look_up_async(id: u64, fate: Fate) -> Result<String, StoreError> {
    match fate {
        Fate::Cancel | Fate::TimeOut => future::pending().await,
        _ => tokio::task::yield_now().await,
    }
    look_up(id, fate)
}

pub(crate) fn record(id: u64) -> String {
    format!("order {id}")
}
