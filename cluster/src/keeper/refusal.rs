//! Why a request was not granted.

use crate::error::{ClaimError, PermitError, Reason, Unavailable};
use std::time::{Duration, SystemTime};

/// The errors of claims and permits together.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    Held { node: String, location: String, since: SystemTime, expires_in: Duration },
    Full { holders: u32 },
    Recovering { remaining: Duration },
    Unavailable(Unavailable),
    TtlMismatch { ours: Duration, theirs: Duration },
    LimitMismatch { theirs: u32 },
    Closed,
}

/// The reply belongs to a request of another kind.
fn unexpected() -> Unavailable {
    Unavailable::new(Reason::Refused, "unexpected reply")
}

impl From<Refusal> for ClaimError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Held { node, location, since, expires_in } => Self::Held { node, location, since, expires_in },
            Refusal::Recovering { remaining } => Self::Recovering { remaining },
            Refusal::Unavailable(unavailable) => Self::Unavailable(unavailable),
            Refusal::TtlMismatch { ours, theirs } => Self::TtlMismatch { ours, theirs },
            Refusal::Full { .. } | Refusal::LimitMismatch { .. } => Self::Unavailable(unexpected()),
            Refusal::Closed => Self::Closed,
        }
    }
}

impl From<Refusal> for PermitError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Full { holders } => Self::Full { holders },
            Refusal::Recovering { remaining } => Self::Recovering { remaining },
            Refusal::Unavailable(unavailable) => Self::Unavailable(unavailable),
            Refusal::TtlMismatch { ours, theirs } => Self::TtlMismatch { ours, theirs },
            Refusal::LimitMismatch { theirs } => Self::LimitMismatch { theirs },
            Refusal::Held { .. } => Self::Unavailable(unexpected()),
            Refusal::Closed => Self::Closed,
        }
    }
}
