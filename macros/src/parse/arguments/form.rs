//! The three forms of an invocation, and the arguments that each accepts.

use super::name::Name;

/// The macro that is invoked.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// `#[scoped_entry(…)]`, on a function.
    #[default]
    Attribute,
    /// `enter!(…);`, in a block.
    Statement,
    /// `#[single_flight(…)]`, on a function.
    Flight,
}

impl Form {
    /// The name of the macro.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Attribute => "scoped_entry",
            Self::Statement => "enter",
            Self::Flight => "single_flight",
        }
    }

    /// The scope with which an entry ends, for messages.
    pub(super) fn scope(self) -> &'static str {
        match self {
            Self::Attribute | Self::Flight => "function",
            Self::Statement => "block",
        }
    }

    /// The list of arguments, for messages.
    pub(super) fn accepted(self) -> &'static str {
        match self {
            Self::Attribute => {
                "the arguments are `map`, `key`, `value`, `occupied`, `hold`, `guard`, `until` and `crate`"
            }
            Self::Statement => "the arguments are `map`, `key`, `value`, `occupied`, `hold`, `guard` and `crate`",
            Self::Flight => "the arguments are `map`, `key`, `share` and `crate`",
        }
    }

    /// The names, in the order of the documentation. `enter!` has `until` among them, so that its error can give the reason.
    pub(super) fn names(self) -> &'static [Name] {
        match self {
            Self::Attribute | Self::Statement => {
                &[Name::Map, Name::Key, Name::Value, Name::Occupied, Name::Hold, Name::Guard, Name::Until, Name::Crate]
            }
            Self::Flight => &[Name::Map, Name::Key, Name::Share, Name::Crate],
        }
    }
}
