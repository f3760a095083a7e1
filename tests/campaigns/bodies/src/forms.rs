//! The forms that a function can have.

use crate::{scope::ident, whole::Lazy};
use proc_macro2::Ident;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Fn { is_async: bool },
    Method { is_async: bool, receiver: Receiver },
    AsyncTrait,
    Opaque(Lazy),
    Pinned(Lazy),
    UntilReturn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    Ref,
    Mut,
    Own,
}

use Form::{AsyncTrait, Opaque, Pinned, UntilReturn};

/// In turn, as the maps are: in time, each form meets each map.
const FORMS: [Form; 24] = [
    Form::Fn { is_async: false },
    Form::Fn { is_async: true },
    Form::Method { is_async: false, receiver: Receiver::Ref },
    Form::Method { is_async: true, receiver: Receiver::Ref },
    Form::Fn { is_async: false },
    Form::Fn { is_async: true },
    Form::Method { is_async: false, receiver: Receiver::Mut },
    Form::Method { is_async: true, receiver: Receiver::Mut },
    AsyncTrait,
    Form::Method { is_async: false, receiver: Receiver::Own },
    Form::Method { is_async: true, receiver: Receiver::Own },
    Opaque(Lazy::Literal),
    Opaque(Lazy::Other),
    Opaque(Lazy::EarlyOther),
    Pinned(Lazy::Literal),
    Pinned(Lazy::Other),
    Form::Fn { is_async: false },
    Form::Fn { is_async: true },
    Pinned(Lazy::EarlyLiteral),
    Pinned(Lazy::EarlyOther),
    Opaque(Lazy::Stream),
    Pinned(Lazy::Stream),
    Pinned(Lazy::EarlyStream),
    UntilReturn,
];

impl Form {
    pub(crate) fn of(index: u64) -> Self {
        FORMS[usize::try_from(index).unwrap_or_default() % FORMS.len()]
    }

    pub(crate) fn name(self) -> String {
        match self {
            Self::Fn { is_async: false } => "fn".into(),
            Self::Fn { is_async: true } => "async fn".into(),
            Self::Method { is_async, receiver } => {
                format!("{}method of {receiver:?}", if is_async { "async " } else { "" })
            }
            AsyncTrait => "#[async_trait] method".into(),
            Opaque(Lazy::Stream) => "impl Stream".into(),
            Pinned(lazy @ (Lazy::Stream | Lazy::EarlyStream)) => format!("Pin<Box<dyn Stream>> {lazy:?}"),
            Opaque(lazy) => format!("impl Future {lazy:?}"),
            Pinned(lazy) => format!("Pin<Box<dyn Future>> {lazy:?}"),
            UntilReturn => "until = return".into(),
        }
    }

    pub(crate) fn is_async(self) -> bool {
        !matches!(self, Self::Fn { is_async: false } | Self::Method { is_async: false, .. })
    }

    /// Whether the body awaits by itself, and `.await` in an argument means something.
    pub(crate) fn awaits(self) -> bool {
        matches!(self, Self::Fn { is_async: true } | Self::Method { is_async: true, .. } | AsyncTrait)
    }

    pub(crate) fn lazy(self) -> Option<Lazy> {
        match self {
            Opaque(lazy) | Pinned(lazy) => Some(lazy),
            UntilReturn => Some(Lazy::EarlyLiteral),
            _ => None,
        }
    }

    pub(crate) fn is_stream(self) -> bool {
        matches!(self.lazy(), Some(Lazy::Stream | Lazy::EarlyStream))
    }

    pub(crate) fn is_in_closure(self) -> bool {
        matches!(self, Opaque(Lazy::EarlyOther) | Pinned(Lazy::EarlyLiteral | Lazy::EarlyOther | Lazy::EarlyStream))
    }

    pub(crate) fn extent(self, is_named: bool) -> Ident {
        ident(match self {
            _ if is_named => "Named",
            UntilReturn => "Return",
            Pinned(Lazy::EarlyLiteral) => "LiteralOrAttached",
            Opaque(Lazy::Literal) | Pinned(Lazy::Literal) => "Literal",
            Opaque(_) | Pinned(_) => "Attached",
            _ => "Body",
        })
    }
}
