//! The work of both handlers: a look-up in a store that is slow, fails or never responds, as requested by the caller.

use crate::{app::App, expected_panic::ExpectedPanic, fate::Fate};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use std::{future, panic, time::Duration};
use tokio::time;

/// The query of a call.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) fate: Fate,
}

impl Asked {
    /// Returns whether the caller already has the current record, so that no look-up is needed.
    pub(crate) fn is_up_to_date(self) -> bool {
        self.fate == Fate::ReturnEarly
    }
}

/// The result of a handler.
#[derive(Debug)]
pub(crate) enum Reply {
    Found(String),
    Unchanged,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Found(record) => record.into_response(),
            Self::Unchanged => StatusCode::NOT_MODIFIED.into_response(),
        }
    }
}

/// The store could not be read.
#[derive(Debug)]
pub(crate) struct StoreError;

impl IntoResponse for StoreError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_GATEWAY, "the store could not be read").into_response()
    }
}

/// Returns the [`record`] after 1 to 20 ms. The delay simulates a slow store; nothing depends on it.
pub(crate) async fn look_up(app: &App, id: u64, asked: Asked) -> Result<String, StoreError> {
    if asked.fate == Fate::Abandon {
        if let Some(client) = app.about_to_hang_up.get(&id) {
            client.notify_one();
        }
        // Never completes: only the disconnect of the client ends the call.
        return future::pending().await;
    }
    time::sleep(Duration::from_millis(1 + id % 20)).await;
    match asked.fate {
        Fate::Fail => Err(StoreError),
        Fate::Panic => panic::panic_any(ExpectedPanic),
        _ => Ok(record(id)),
    }
}

/// Returns the record of a successful call.
pub(crate) fn record(id: u64) -> String {
    format!("record {id}")
}
