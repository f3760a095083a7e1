//! Which macro a text invokes, and with what.

use crate::{Macros, source};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Name {
    ScopedEntry,
    SingleFlight,
    Enter,
}

impl Name {
    pub(crate) const ALL: [Self; 3] = [Self::ScopedEntry, Self::SingleFlight, Self::Enter];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::ScopedEntry => "scoped_entry",
            Self::SingleFlight => "single_flight",
            Self::Enter => "enter",
        }
    }
}

pub(crate) struct Invocation {
    pub(crate) name: Name,
    pub(crate) arguments: TokenStream,
    /// Without the attribute; nothing for an `enter!`.
    pub(crate) item: TokenStream,
}

impl Invocation {
    /// The outermost attribute of ours, as the compiler would expand it first, or an `enter!(…)` that is all there is.
    /// `None` if there is neither.
    pub(crate) fn find(mut tokens: Vec<TokenTree>) -> Option<Self> {
        if let [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(arguments), end @ ..] = &tokens[..]
            && name == "enter"
            && bang.as_char() == '!'
            && (end.is_empty() || matches!(end, [TokenTree::Punct(end)] if end.as_char() == ';'))
        {
            return Some(Self { name: Name::Enter, arguments: arguments.stream(), item: TokenStream::new() });
        }
        let mut at = 0;
        while let (Some(TokenTree::Punct(hash)), Some(TokenTree::Group(attribute))) =
            (tokens.get(at), tokens.get(at + 1))
            && hash.as_char() == '#'
            && attribute.delimiter() == Delimiter::Bracket
        {
            if let Some((name, arguments)) = ours(attribute) {
                tokens.drain(at..at + 2);
                return Some(Self { name, arguments, item: tokens.into_iter().collect() });
            }
            at += 2;
        }
        None
    }

    /// What replaces it.
    pub(crate) fn expand(&self, macros: &Macros) -> TokenStream {
        let arguments = self.arguments.clone();
        match self.name {
            Name::ScopedEntry => (macros.scoped_entry)(arguments, &self.item),
            Name::SingleFlight => (macros.single_flight)(arguments, &self.item),
            Name::Enter => (macros.enter)(arguments),
        }
    }
}

/// `scoped_entry(…)`, also with other brackets, without any, and by a longer path.
fn ours(attribute: &Group) -> Option<(Name, TokenStream)> {
    let tokens: Vec<_> = attribute.stream().into_iter().collect();
    let (path, arguments) = match &tokens[..] {
        [path @ .., TokenTree::Group(arguments)] if arguments.delimiter() != Delimiter::None => {
            (path, arguments.stream())
        }
        path => (path, TokenStream::new()),
    };
    let is_path = |token: &TokenTree| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    };
    let TokenTree::Ident(last) = path.last()? else { return None };
    let name = [Name::ScopedEntry, Name::SingleFlight].into_iter().find(|name| last == name.as_str())?;
    path.iter().all(is_path).then_some((name, arguments))
}

/// The text as an invocation.
pub(crate) fn of(text: &str) -> Option<Invocation> {
    Invocation::find(source::read(text)?)
}
