//! Bodies that an earlier attribute of this crate has already enclosed.

use crate::{
    render::runtime,
    tokens::{group, is_ident, is_path_separator, is_punct, none_groups::reassemble},
};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// The parts of a block that this attribute has already enclosed.
pub(crate) struct Enclosed {
    /// The `;` before it, which it has under another attribute.
    pub(crate) separator: Option<TokenTree>,
    /// The statements of its entries.
    pub(crate) entries: TokenStream,
    pub(crate) body: TokenStream,
}

/// Splits a block that this attribute has already enclosed.
///
/// The next entry goes between the entries and the body. Several attributes on one function therefore enter in the order in
/// which they are written.
pub(crate) fn split_enclosed(block: &Group) -> Option<Enclosed> {
    let block: Vec<_> = block.stream().into_iter().collect();
    let (separator, middle) = match &block[..] {
        [middle] => (None, middle),
        [separator, middle] if is_punct(Some(separator), ';') => (Some(separator.clone()), middle),
        _ => return None,
    };
    let middle: Vec<_> = group(Some(middle), Delimiter::Brace)?.stream().into_iter().collect();
    let body = 1 + middle.iter().rposition(|token| is_punct(Some(token), ';'))?;
    let (entries, body) = middle.split_at(body);
    names_the_runtime(entries).then(|| Enclosed {
        separator,
        entries: reassemble(entries.iter().cloned()),
        body: reassemble(body.iter().cloned()),
    })
}

fn names_the_runtime(tokens: &[TokenTree]) -> bool {
    (0..tokens.len()).any(|at| match &tokens[at] {
        // In a function with `#[track_caller]`, the name is in a block.
        TokenTree::Group(group) => names_the_runtime(&group.stream().into_iter().collect::<Vec<_>>()),
        token => {
            is_ident(Some(token), runtime::PRIVATE)
                && is_path_separator(&tokens[at + 1..])
                && runtime::ENTRY_STATEMENTS.iter().any(|name| is_ident(tokens.get(at + 3), name))
        }
    })
}

/// Whether an earlier attribute has already checked the return type.
pub(crate) fn is_checked(entries: &TokenStream) -> bool {
    let checks = [runtime::IS_NOT_LAZY, runtime::IS_NOT_LAZY_INSIDE];
    entries.clone().into_iter().any(|token| checks.iter().any(|check| is_ident(Some(&token), check.name)))
}

#[cfg(test)]
mod tests {
    use super::split_enclosed;
    use proc_macro2::{Delimiter, Group, TokenStream};

    fn tokens(code: &str) -> TokenStream {
        code.parse().expect("the code is made of tokens")
    }

    fn block(code: &str) -> Group {
        Group::new(Delimiter::Brace, tokens(code))
    }

    #[test]
    fn a_block_is_enclosed_if_what_stands_first_in_it_is_made_by_this_crate() {
        for (code, split) in [
            ("{ r::__private::Call.here(); { x } }", Some(("r::__private::Call.here();", "{ x }"))),
            ("{ a; { r::__private::Kept.of(y) }; x }", Some(("a; { r::__private::Kept.of(y) };", "x"))),
            ("; { r::__private::Call.here(); { x } }", Some(("r::__private::Call.here();", "{ x }"))),
            ("; { a(); { x } }", None),
            ("{ r::__private::Other.here(); x }", None),
            ("{ r::Call.here(); x }", None),
            ("{ a::b::Call.here(); x }", None),
            ("{ __private.a.Call.here(); x }", None),
            ("{ a(); x }", None),
            ("{ r::__private::Call.here() }", None),
            ("r::__private::Call.here(); x", None),
        ] {
            let found = split_enclosed(&block(code)).map(|found| (found.entries.to_string(), found.body.to_string()));
            let expected = split.map(|(entries, body)| (tokens(entries).to_string(), tokens(body).to_string()));
            assert_eq!(found, expected, "{code}");
        }
    }
}
