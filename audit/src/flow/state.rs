//! What may be so at one point of a function.

use crate::ir::Pos;

/// How an entry stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitKind {
    /// `?`.
    Try,
    /// `return`.
    Return,
    /// `return Err(…)`, `bail!`.
    ReturnError,
    /// `continue`, in the loop in which it was inserted.
    Continue,
    /// The end of the function, of the task, or of the future.
    End,
}

/// A way out on which the entry stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exit {
    pub(crate) at: Pos,
    pub(crate) kind: ExitKind,
    /// On a way that is taken upon an error.
    pub(crate) error: bool,
    /// Beside a way on which it is removed: the same branch has both.
    pub(crate) beside_removal: bool,
    /// In a task.
    pub(crate) in_task: bool,
}

/// A point between insertion and removal at which a future can be dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crossing {
    pub(crate) at: Pos,
    pub(crate) kind: CrossingKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CrossingKind {
    /// `.await`.
    Await,
    /// `.await` of a lock, or of the operation itself.
    Brief,
    /// The future that removes is returned, or kept, and may never be polled.
    Lazy,
    /// The await is in a function that is called here.
    InHelper,
}

/// Which states a point can be reached in.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// Before the insertion.
    pub(crate) absent: bool,
    /// The entry is there.
    pub(crate) live: bool,
    /// It was removed.
    pub(crate) gone: bool,
    /// What was awaited while it was there.
    pub(crate) awaits: Vec<Crossing>,
    /// The branch of which one way removed it and this one did not.
    pub(crate) split: Option<Pos>,
}

impl State {
    pub(crate) fn start() -> Self {
        Self { absent: true, ..Self::default() }
    }

    pub(crate) fn unreachable() -> Self {
        Self::default()
    }

    pub(crate) fn is_reachable(&self) -> bool {
        self.absent || self.live || self.gone
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.absent |= other.absent;
        self.live |= other.live;
        self.gone |= other.gone;
        self.split = self.split.or(other.split);
        for crossing in other.awaits {
            if !self.awaits.contains(&crossing) {
                self.awaits.push(crossing);
            }
        }
    }

    pub(crate) fn removed(&mut self) {
        self.live = false;
        self.gone = true;
        self.awaits.clear();
        self.split = None;
    }
}
