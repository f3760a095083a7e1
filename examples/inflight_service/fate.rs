//! How a call ends. The load requests it, and both sides count it.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::ops::{Index, IndexMut};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fate {
    Succeed,
    Fail,
    ReturnEarly,
    Panic,
    Abandon,
}

impl Fate {
    pub(crate) const ALL: [Self; 5] = [Self::Succeed, Self::Fail, Self::ReturnEarly, Self::Panic, Self::Abandon];

    /// Returns the share of the requests to a handler, in percent.
    pub(crate) fn share(self) -> u32 {
        match self {
            Self::Succeed => 70,
            Self::Fail | Self::Abandon => 10,
            Self::ReturnEarly | Self::Panic => 5,
        }
    }

    /// Returns the label of the requests with this fate in the table.
    pub(crate) fn outcome(self) -> &'static str {
        match self {
            Self::Succeed => "succeeded",
            Self::Fail => "failed through `?`",
            Self::ReturnEarly => "returned early",
            Self::Panic => "panicked",
            Self::Abandon => "abandoned",
        }
    }

    /// Returns the status of the response, or `None` if there is no response.
    pub(crate) fn status(self) -> Option<StatusCode> {
        match self {
            Self::Succeed => Some(StatusCode::OK),
            Self::Fail => Some(StatusCode::BAD_GATEWAY),
            Self::ReturnEarly => Some(StatusCode::NOT_MODIFIED),
            Self::Panic | Self::Abandon => None,
        }
    }
}

/// One `T` for each fate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PerFate<T>([T; 5]);

impl<T> PerFate<T> {
    pub(crate) fn from_fn(mut of: impl FnMut(Fate) -> T) -> Self {
        Self(Fate::ALL.map(&mut of))
    }
}

impl PerFate<u64> {
    pub(crate) fn sum(&self) -> u64 {
        self.0.iter().sum()
    }
}

impl<T> Index<Fate> for PerFate<T> {
    type Output = T;

    fn index(&self, fate: Fate) -> &T {
        &self.0[fate as usize]
    }
}

impl<T> IndexMut<Fate> for PerFate<T> {
    fn index_mut(&mut self, fate: Fate) -> &mut T {
        &mut self.0[fate as usize]
    }
}
