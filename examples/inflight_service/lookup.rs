//! The work of both handlers: a look-up in a store that is slow, fails, or never answers, as the caller asked for.

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
    /// Whether the caller has the record as it is, so that there is nothing to look up.
    pub(crate) fn is_up_to_date(self) -> bool {
        self.fate == Fate::ReturnEarly
    }
}

/// What a handler answers.
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

/// The record, as [`record`] has it, after 1 to 20 ms: a store takes its time, and nothing depends on how long.
pub(crate) async fn look_up(app: &App, id: u64, asked: Asked) -> Result<String, StoreError> {
    if asked.fate == Fate::Abandon {
        if let Some(client) = app.about_to_hang_up.get(&id) {
            client.notify_one();
        }
        // This never completes: what ends the call is that the client hangs up, and nothing else.
        return future::pending().await;
    }
    time::sleep(Duration::from_millis(1 + id % 20)).await;
    match asked.fate {
        Fate::Fail => Err(StoreError),
        Fate::Panic => panic::panic_any(ExpectedPanic),
        _ => Ok(record(id)),
    }
}

/// The record that a successful call is answered.
pub(crate) fn record(id: u64) -> String {
    format!("record {id}")
}
