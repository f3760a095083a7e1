//! Recognises a method that `#[async_trait]` has already turned into one that returns a boxed future.
//!
//! The entry belongs inside that future, around the block that the user wrote. Outside it, the destructured parameters do
//! not exist yet, and the entry would be made before the first poll.

use crate::tokens::{group, is_ident, is_punct, none_groups::reassemble, regroup};
use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};
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
    find_within(body, false)
}

fn find_within(body: &TokenStream, is_async_block: bool) -> Option<AsyncTraitBody> {
    let tokens: Vec<_> = body.clone().into_iter().collect();
    if let Some(at) = is_async_block.then(|| position(&tokens)).flatten() {
        let block = group(tokens.get(at.block), Delimiter::Brace)?.clone();
        let returned = match at.returned {
            Some((start, end)) => Some(syn::parse2(tokens[start..end].iter().cloned().collect()).ok()?),
            None => None,
        };
        return Some(AsyncTraitBody { block, returned, renames_self: renames_self(&tokens[..at.binding]) });
    }
    nested(&tokens).find_map(|(_, group, is_async_block)| find_within(&group.stream(), is_async_block))
}

/// Returns the body with `block` in place of the block that [`find`] returns.
pub(crate) fn replace(body: &TokenStream, block: &Group) -> TokenStream {
    replace_within(body, block, false)
}

fn replace_within(body: &TokenStream, block: &Group, is_async_block: bool) -> TokenStream {
    let mut tokens: Vec<_> = body.clone().into_iter().collect();
    if let Some(at) = is_async_block.then(|| position(&tokens)).flatten() {
        tokens[at.block] = TokenTree::Group(block.clone());
        return reassemble(tokens);
    }
    let found =
        nested(&tokens).find(|(_, group, is_async_block)| find_within(&group.stream(), *is_async_block).is_some()).map(
            |(at, group, is_async_block)| (at, regroup(group, replace_within(&group.stream(), block, is_async_block))),
        );
    if let Some((at, group)) = found {
        tokens[at] = TokenTree::Group(group);
    }
    reassemble(tokens)
}

/// The groups among the tokens, and whether each is the block of an `async { … }` or `async move { … }`.
fn nested(tokens: &[TokenTree]) -> impl Iterator<Item = (usize, &Group, bool)> {
    let is_async = |at: usize| {
        let before = |distance: usize| at.checked_sub(distance).and_then(|at| tokens.get(at));
        is_ident(before(1), "async") || is_ident(before(1), "move") && is_ident(before(2), "async")
    };
    tokens.iter().enumerate().filter_map(move |(at, token)| match token {
        TokenTree::Group(group) => Some((at, group, group.delimiter() == Delimiter::Brace && is_async(at))),
        _ => None,
    })
}

struct Position {
    /// The index of the `let` before the block.
    binding: usize,
    block: usize,
    /// The start and end of the type's tokens.
    returned: Option<(usize, usize)>,
}

/// Locates the block among the tokens of an `async` block that `#[async_trait]` has made, the second form for `()`:
///
/// ```text
/// let id = id; let __ret: Reply = { … };  #[allow(unreachable_code)] __ret
/// let id = id; let _: () = { … };
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
    // Unlike `__ret`, a `let _: () = { … };` may well be the user's.
    if !returns_value && !is_made(&tokens[..binding], &tokens[binding]) {
        return None;
    }
    Some(Position { binding, block, returned: returns_value.then_some((binding + 3, equals)) })
}

/// Whether a macro has made the `let` and all statements before it, which bind the parameters.
///
/// The source text of a token that a macro makes is that of the macro's invocation. Outside of the compiler there is no such
/// text, and the shape has to suffice.
fn is_made(before: &[TokenTree], binding: &TokenTree) -> bool {
    let is_compiled = Span::call_site().source_text().is_some();
    let is_written = |token: &TokenTree| token.span().source_text().is_some_and(|text| text == "let");
    let is_let = |token: &&TokenTree| is_ident(Some(*token), "let");
    !is_compiled || !before.iter().filter(is_let).chain([binding]).any(is_written)
}

/// Whether the statements have the `let __self = self;` of a method.
fn renames_self(statements: &[TokenTree]) -> bool {
    statements.windows(4).any(|window| {
        is_ident(Some(&window[0]), "__self")
            && is_punct(Some(&window[1]), '=')
            && is_ident(Some(&window[2]), "self")
            && is_punct(Some(&window[3]), ';')
    })
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
            ("match async move { let _: () = { run() }; }.await {}", None, false),
        ] {
            let code = format!("f(async move {{ {code} }})");
            let async_trait = find(&tokens(&code)).unwrap_or_else(|| panic!("{code}"));
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
            "{ let _: () = { run() }; }",
            "f(move { let _: () = { run() }; }); x",
        ] {
            assert!(find(&tokens(&format!("async move {{ {code} }}"))).is_none(), "{code}");
        }
    }

    #[test]
    fn the_block_is_replaced_where_it_stands_and_nothing_else_is() {
        let block = Group::new(Delimiter::Brace, quote!(enclosed()));
        for (code, expected) in [
            ("async { let _: () = { run() }; }", "async { let _: () = { enclosed() }; }"),
            (
                "f({ let _: () = { run() }; }); g(async { let _: () = { run() }; }, async { let _: () = { run() }; })",
                "f({ let _: () = { run() }; }); g(async { let _: () = { enclosed() }; }, async { let _: () = { run() }; })",
            ),
            (
                "f(async move { let _: () = { run() }; }); g(async { let _: () = { run() }; })",
                "f(async move { let _: () = { enclosed() }; }); g(async { let _: () = { run() }; })",
            ),
        ] {
            assert_eq!(replace(&tokens(code), &block).to_string(), tokens(expected).to_string(), "{code}");
        }
    }
}
