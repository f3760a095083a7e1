//! What happens to a call, by its id, so that client and server agree without a word.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The server replies at once.
    Replied,
    /// The server replies twice.
    Twice,
    /// The server first replies to a call that there never was.
    AfterAnUnknownId,
    /// The caller is cancelled as soon as its request is on its way; the server replies too late.
    CancelledAndLate,
    /// The caller is cancelled, and the server never replies.
    CancelledAndNever,
    /// The server replies after the caller has given up.
    TimedOutAndLate,
    /// The server never replies.
    TimedOutAndNever,
    /// The server hangs up.
    HungUp,
}

impl Fate {
    /// A tenth is cancelled, a tenth times out, and one call of `hang_up_every` ends the connection.
    pub(crate) const fn of(id: u64, hang_up_every: u64) -> Self {
        if id % hang_up_every == hang_up_every - 1 {
            return Self::HungUp;
        }
        match id % 20 {
            0 => Self::CancelledAndLate,
            5 => Self::CancelledAndNever,
            10 => Self::TimedOutAndLate,
            15 => Self::TimedOutAndNever,
            7 => Self::Twice,
            13 => Self::AfterAnUnknownId,
            _ => Self::Replied,
        }
    }
}
