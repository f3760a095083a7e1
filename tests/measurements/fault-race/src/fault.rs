//! The ways in which a call may end that does not run to its end.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Return,
    Question,
    Panic,
    /// Its future is dropped while it waits.
    Cancel,
    /// Its future is dropped at once.
    NeverPolled,
    /// Its future is dropped by a server whose client has hung up.
    ClientGone,
}

impl Fault {
    pub(crate) const ALL: [Self; 6] =
        [Self::Return, Self::Question, Self::Panic, Self::Cancel, Self::NeverPolled, Self::ClientGone];
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Return => "`return`",
            Self::Question => "`?`",
            Self::Panic => "panic",
            Self::Cancel => "cancel",
            Self::NeverPolled => "never polled",
            Self::ClientGone => "client gone",
        })
    }
}
