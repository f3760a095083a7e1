//! The names of the arguments.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Map,
    Key,
    Value,
    Occupied,
    Hold,
    Guard,
    Until,
    Share,
    Crate,
}

impl Name {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Key => "key",
            Self::Value => "value",
            Self::Occupied => "occupied",
            Self::Hold => "hold",
            Self::Guard => "guard",
            Self::Until => "until",
            Self::Share => "share",
            Self::Crate => "crate",
        }
    }

    /// An example, for an error about the value.
    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Map => "map = self.inflight",
            Self::Key => "key = id",
            Self::Value => "value = Instant::now()",
            Self::Occupied => "occupied = return Err(Error::Busy)",
            Self::Hold => "hold = self.permits.acquire().await?",
            Self::Guard => "guard = entry",
            Self::Until => "until = return",
            Self::Share => "share = ok",
            Self::Crate => "crate = ::scoped_entry",
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
