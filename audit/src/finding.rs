//! A report: one insertion whose removal can be missed.

use crate::ir::Pos;
use serde::Serialize;
use std::path::PathBuf;

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// `.await` between insertion and removal: a dropped future keeps the entry.
    Await,
    /// The future that removes is returned or kept, and may never be polled.
    Lazy,
    /// The removal stands behind a condition.
    Branch,
    /// A counter that goes up and may not come down.
    Count,
    /// `?` or `return` between insertion and removal.
    Try,
    /// Removed upon an error only, and not upon every one.
    Rollback,
    /// A map of senders that only the answer empties.
    Reply,
    /// Inserted, and removed nowhere.
    Grows,
}

impl Class {
    /// All classes, those of the default first.
    pub const ALL: [Self; 8] =
        [Self::Await, Self::Lazy, Self::Branch, Self::Count, Self::Try, Self::Rollback, Self::Reply, Self::Grows];

    /// The name on the command line, in reports and in comments.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Await => "await",
            Self::Lazy => "lazy",
            Self::Branch => "branch",
            Self::Count => "count",
            Self::Try => "try",
            Self::Rollback => "rollback",
            Self::Reply => "reply",
            Self::Grows => "grows",
        }
    }

    /// The class of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether it is reported without `--all`.
    #[must_use]
    pub fn is_default(self) -> bool {
        matches!(self, Self::Await | Self::Lazy | Self::Branch | Self::Count)
    }
}

/// A place in the source, with what there is to say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub at: Pos,
    /// What.
    pub text: String,
}

/// What to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What to do.
    pub text: String,
    /// What to paste.
    pub code: Option<String>,
}

/// A finding.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Its kind.
    pub class: Class,
    /// The file.
    pub path: PathBuf,
    /// The crate.
    pub krate: String,
    /// The function, with its type: `Service::handle`.
    pub function: String,
    /// The map or counter, as the source has it.
    pub place: String,
    /// Where the entry is inserted.
    pub inserted: Note,
    /// Where it is removed.
    pub removed: Vec<Note>,
    /// The ways on which it stays.
    pub missed: Vec<Note>,
    /// What to write instead.
    pub proposal: Proposal,
    /// The source of the file.
    pub source: std::rc::Rc<str>,
}
