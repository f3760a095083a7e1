//! Makes `self` in the arguments refer to the receiver of the function, whichever macro the token comes from.

use super::{group, is_ident, is_path_separator, is_punct, regroup};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// The name and the hygiene that `self` gets.
#[derive(Clone, Copy)]
pub(crate) struct Receiver {
    /// `self`, or the `__self` of a body that `#[async_trait]` made.
    pub(crate) name: &'static str,
    /// The span of the `self` in the signature. A `self` that a `macro_rules!` passes as an argument has another context,
    /// in which the function's `self` does not exist.
    pub(crate) context: Span,
}

impl Receiver {
    pub(crate) fn rewrite_self(self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let rewrite_one = |(index, token): (usize, &TokenTree)| match token {
            TokenTree::Group(_) if is_left_alone(&tokens, index) => token.clone(),
            TokenTree::Group(group) => TokenTree::Group(regroup(group, self.rewrite_self(group.stream()))),
            TokenTree::Ident(_) if is_receiver(&tokens, index) => {
                TokenTree::Ident(Ident::new(self.name, token.span().resolved_at(self.context)))
            }
            _ => token.clone(),
        };
        tokens.iter().enumerate().map(rewrite_one).collect()
    }
}

/// Finds the first `self` that refers to a receiver.
pub(crate) fn find(tokens: TokenStream) -> Option<Span> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    tokens.iter().enumerate().find_map(|(index, token)| match token {
        TokenTree::Group(_) if is_left_alone(&tokens, index) => None,
        TokenTree::Group(group) => find(group.stream()),
        _ => is_receiver(&tokens, index).then(|| token.span()),
    })
}

/// Whether the token is `self` and does not start a path such as `self::module`.
fn is_receiver(tokens: &[TokenTree], index: usize) -> bool {
    is_ident(tokens.get(index), "self") && !tokens.get(index + 1..).is_some_and(is_path_separator)
}

/// Whether no `self` in the group refers to the receiver.
fn is_left_alone(tokens: &[TokenTree], index: usize) -> bool {
    // As in `pub(self)` and in `use std::fmt::{self, Write}`.
    let is_module = match group(tokens.get(index), Delimiter::Parenthesis) {
        Some(_) => index.checked_sub(1).is_some_and(|before| is_ident(tokens.get(before), "pub")),
        None => {
            group(tokens.get(index), Delimiter::Brace).is_some()
                && index.checked_sub(2).is_some_and(|before| is_path_separator(&tokens[before..]))
        }
    };
    is_module || has_receivers_of_its_own(tokens, index)
}

/// Whether the group is the body of an `impl` or a `trait` that a block in an argument declares.
fn has_receivers_of_its_own(tokens: &[TokenTree], index: usize) -> bool {
    let is_item = |token: &&TokenTree| is_ident(Some(*token), "impl") || is_ident(Some(*token), "trait");
    let ends = |token: &&TokenTree| group(Some(*token), Delimiter::Brace).is_some() || is_punct(Some(*token), ';');
    group(tokens.get(index), Delimiter::Brace).is_some()
        && tokens[..index].iter().rev().take_while(|token| !ends(token)).any(|token| is_item(&token))
}

#[cfg(test)]
mod tests {
    use super::{Receiver, find};
    use proc_macro2::{Span, TokenStream};

    #[test]
    fn self_is_the_receiver_unless_it_starts_a_path_or_stands_in_an_item_of_its_own() {
        for (code, rewritten) in [
            ("self.id", Some("this.id")),
            ("f(&self.id)", Some("f(&this.id)")),
            ("{ self.id }", Some("{ this.id }")),
            ("self:id", Some("this:id")),
            ("{ impl T for S { fn f(&self) {} } self.id }", Some("{ impl T for S { fn f(&self) {} } this.id }")),
            ("{ impl S {}; { self.id } }", Some("{ impl S {}; { this.id } }")),
            ("{ trait T { fn f(&self); } { self.id } }", Some("{ trait T { fn f(&self); } { this.id } }")),
            ("{ let f: impl T = a; { self.id } }", Some("{ let f: impl T = a; { this.id } }")),
            ("impl T for (self) {}", Some("impl T for (this) {}")),
            ("{ use std::fmt::{self, Write}; self.id }", Some("{ use std::fmt::{self, Write}; this.id }")),
            ("{ pub(self) const ID: u64 = 1; f(self.id) }", Some("{ pub(self) const ID: u64 = 1; f(this.id) }")),
            ("self::id()", None),
            ("{ use {std::fmt::{self, Write}, a::b}; id }", None),
            ("{ pub(self) const ID: u64 = 1; ID }", None),
            ("{ impl T for S { fn f(&self) {} } id }", None),
            ("{ trait T { fn f(&self); } id }", None),
            ("id", None),
        ] {
            let tokens = |code: &str| -> TokenStream { code.parse().expect("the code is made of tokens") };
            let receiver = Receiver { name: "this", context: Span::call_site() };
            let found = receiver.rewrite_self(tokens(code)).to_string();
            assert_eq!(found, tokens(rewritten.unwrap_or(code)).to_string(), "{code}");
            assert_eq!(find(tokens(code)).is_some(), rewritten.is_some(), "{code}");
        }
    }
}
