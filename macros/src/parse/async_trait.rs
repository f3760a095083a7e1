//! Recognises a method that `#[async_trait]` has already turned into one that returns a boxed future.
//!
//! The entry belongs inside that future, around the block that the user wrote. Outside it, the destructured parameters do
//! not exist yet, and the entry would be made before the first poll.

use crate::tokens::{group, is_ident, is_punct, none_groups::reassemble, regroup};
use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use syn::{Signature, Type};

/// The user's block in a body made by `#[async_trait]`.
pub(crate) struct AsyncTraitBody {
    pub(crate) block: Group,
    /// The return type of the original `async fn`; `None` for `()`.
    pub(crate) returned: Option<Type>,
    /// Whether the block uses `__self` instead of `self`.
    pub(crate) renames_self: bool,
}

/// Whether the return type contains a lifetime of this name, which is the mark of a macro.
pub(crate) fn has_lifetime(signature: &Signature, name: &str) -> bool {
    struct Has<'a>(&'a str, bool);

    impl<'ast> syn::visit::Visit<'ast> for Has<'_> {
        fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
            self.1 |= lifetime.ident == self.0;
        }
    }

    let mut has = Has(name, false);
    syn::visit::Visit::visit_return_type(&mut has, &signature.output);
    has.1
}

/// Finds the block at any depth: another attribute may have wrapped the output of `#[async_trait]`.
pub(crate) fn find(body: &TokenStream) -> Option<AsyncTraitBody> {
    let tokens: Vec<_> = body.clone().into_iter().collect();
    if let Some(at) = position(&tokens) {
        let block = group(tokens.get(at.block), Delimiter::Brace)?.clone();
        let returned = match at.returned {
            Some((start, end)) => Some(syn::parse2(tokens[start..end].iter().cloned().collect()).ok()?),
            None => None,
        };
        let renames_self = tokens.windows(4).any(|window| {
            is_ident(Some(&window[0]), "__self")
                && is_punct(Some(&window[1]), '=')
                && is_ident(Some(&window[2]), "self")
                && is_punct(Some(&window[3]), ';')
        });
        return Some(AsyncTraitBody { block, returned, renames_self });
    }
    tokens.iter().find_map(|token| match token {
        TokenTree::Group(group) => find(&group.stream()),
        _ => None,
    })
}

/// Returns the body with `block` in place of the block that [`find`] returns.
pub(crate) fn replace(body: &TokenStream, block: &Group) -> TokenStream {
    let mut tokens: Vec<_> = body.clone().into_iter().collect();
    if let Some(at) = position(&tokens) {
        tokens[at.block] = TokenTree::Group(block.clone());
        return reassemble(tokens);
    }
    let mut replaced = false;
    reassemble(tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if !replaced && find(&group.stream()).is_some() => {
            replaced = true;
            TokenTree::Group(regroup(&group, replace(&group.stream(), block)))
        }
        token => token,
    }))
}

struct Position {
    block: usize,
    /// The start and end of the type's tokens.
    returned: Option<(usize, usize)>,
}

/// Locates the block among these tokens:
///
/// ```text
/// let __ret: Reply = { … };  #[allow(unreachable_code)] __ret
/// let _: () = { … };
/// ```
fn position(tokens: &[TokenTree]) -> Option<Position> {
    let returns_value = match tokens {
        [.., semicolon, hash, attribute, result]
            if is_punct(Some(semicolon), ';')
                && is_punct(Some(hash), '#')
                && group(Some(attribute), Delimiter::Bracket).is_some()
                && is_ident(Some(result), "__ret") =>
        {
            true
        }
        [.., semicolon] if is_punct(Some(semicolon), ';') => false,
        _ => return None,
    };
    let block = tokens.len().checked_sub(if returns_value { 5 } else { 2 })?;
    group(tokens.get(block), Delimiter::Brace)?;
    let equals = block.checked_sub(1).filter(|at| is_punct(tokens.get(*at), '='))?;
    let name = if returns_value { "__ret" } else { "_" };
    let binding = (0..equals).rev().find(|at| is_ident(tokens.get(*at), "let"))?;
    let colon = matches!(tokens.get(binding + 2), Some(TokenTree::Punct(colon)) if colon.as_char() == ':' && colon.spacing() == Spacing::Alone);
    if !is_ident(tokens.get(binding + 1), name) || !colon {
        return None;
    }
    Some(Position { block, returned: returns_value.then_some((binding + 3, equals)) })
}

#[cfg(test)]
mod tests {
    use super::{find, replace};
    use proc_macro2::{Delimiter, Group, TokenStream};
    use quote::{ToTokens, quote};

    fn tokens(code: &str) -> TokenStream {
        code.parse().expect("the code is made of tokens")
    }

    #[test]
    fn the_block_is_found_however_deep_with_what_it_returns_and_whether_it_renames_self() {
        for (code, returned, renames_self) in [
            ("let __ret: Reply = { run() }; #[allow(unreachable_code)] __ret", Some("Reply"), false),
            ("let __self = self; let __ret: Reply = { run() }; #[a] __ret", Some("Reply"), true),
            ("let _: () = { run() };", None, false),
            ("let __self = self; let _: () = { run() };", None, true),
            ("let __self = other; let _: () = { run() };", None, false),
            ("let this = self; let _: () = { run() };", None, false),
            ("let __self == self; let _: () = { run() };", None, false),
            ("Box::pin(async move { let x = x; let _: () = { run() }; })", None, false),
            ("before({ a }); wrap(async { let __ret: Reply = { run() }; #[a] __ret })", Some("Reply"), false),
        ] {
            let async_trait = find(&tokens(code)).unwrap_or_else(|| panic!("{code}"));
            assert_eq!(async_trait.block.to_string(), quote!({ run() }).to_string(), "{code}");
            assert_eq!(async_trait.returned.map(|ty| ty.to_token_stream().to_string()).as_deref(), returned, "{code}");
            assert_eq!(async_trait.renames_self, renames_self, "{code}");
        }
    }

    #[test]
    fn what_only_resembles_the_shape_is_the_users() {
        for code in [
            "run()",
            "let x: Reply = { run() }; #[a] x",
            "let x: () = { run() };",
            "let __ret: Reply = { run() }; __ret",
            "let __ret: Reply = { run() }, #[a] __ret",
            "let __ret: Reply = { run() }; ![a] __ret",
            "let __ret: Reply = { run() }; #(a) __ret",
            "let __ret: Reply = { run() }; #[a] other",
            "let __ret: Reply = run(); #[a] __ret",
            "let __ret: Reply + { run() }; #[a] __ret",
            "let _ = { run() };",
            "let _::() = { run() };",
            "let _: () = { run() }",
            "let _: () = { run() } x",
            "_: () = { run() };",
        ] {
            assert!(find(&tokens(code)).is_none(), "{code}");
        }
    }

    #[test]
    fn the_block_is_replaced_where_it_stands_and_nothing_else_is() {
        let block = Group::new(Delimiter::Brace, quote!(enclosed()));
        for (code, expected) in [
            ("let _: () = { run() };", "let _: () = { enclosed() };"),
            (
                "f({ a }); g({ let _: () = { run() }; }, { let _: () = { run() }; })",
                "f({ a }); g({ let _: () = { enclosed() }; }, { let _: () = { run() }; })",
            ),
            (
                "f({ let _: () = { run() }; }); g({ let _: () = { run() }; })",
                "f({ let _: () = { enclosed() }; }); g({ let _: () = { run() }; })",
            ),
        ] {
            assert_eq!(replace(&tokens(code), &block).to_string(), tokens(expected).to_string(), "{code}");
        }
    }
}
