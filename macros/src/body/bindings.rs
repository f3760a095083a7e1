//! Whether a `let` at the top level of a body binds a name.

use crate::tokens::{is_ident, is_punct};
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use syn::{
    Pat,
    parse::Parser,
    visit::{self, Visit},
};

/// Whether a statement `let …` of the block binds the name, with the same hygiene.
pub(crate) fn binds(block: &Group, name: &Ident) -> bool {
    let tokens: Vec<_> = block.stream().into_iter().collect();
    let is_let = |at: usize| is_ident(tokens.get(at), "let") && starts_a_statement(&tokens[..at]);
    (0..tokens.len()).filter(|at| is_let(*at)).any(|at| pattern_binds(&tokens[at + 1..], name))
}

/// Whether a token after these starts a statement. In `if let` and `&& let`, it does not.
fn starts_a_statement(before: &[TokenTree]) -> bool {
    match before.last() {
        None | Some(TokenTree::Group(_)) => true,
        last => is_punct(last, ';'),
    }
}

fn pattern_binds(after_let: &[TokenTree], name: &Ident) -> bool {
    struct Binds<'a>(&'a Ident, bool);

    impl<'ast> Visit<'ast> for Binds<'_> {
        fn visit_pat_ident(&mut self, bound: &'ast syn::PatIdent) {
            self.1 |= bound.ident == *self.0 && have_same_context(&bound.ident, self.0);
            visit::visit_pat_ident(self, bound);
        }
    }

    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if ['=', ';'].contains(&punct.as_char()));
    let pattern: TokenStream = after_let.iter().take_while(|token| !is_end(token)).cloned().collect();
    let parse = |input: syn::parse::ParseStream<'_>| {
        let pattern = input.call(Pat::parse_multi_with_leading_vert)?;
        // The type.
        input.parse::<TokenStream>()?;
        Ok(pattern)
    };
    let mut binds = Binds(name, false);
    if let Ok(pattern) = parse.parse2(pattern) {
        binds.visit_pat(&pattern);
    }
    binds.1
}

/// Whether two names with the same spelling come from the same source, so that one can refer to the other. A name inside a
/// `macro_rules!` is not that of its argument. The compiler tells the contexts apart only in the text of a span, `#0 bytes(7..9)`;
/// if the text ever changes, names of any context count as equal.
fn have_same_context(one: &Ident, other: &Ident) -> bool {
    let context = |name: &Ident| {
        let text = format!("{:?}", name.span());
        text.strip_prefix('#').and_then(|text| text.split_once(' ')).map(|(context, _)| context.to_owned())
    };
    context(one) == context(other)
}

#[cfg(test)]
mod tests {
    use super::binds;
    use proc_macro2::{Delimiter, Group, Ident, Span};

    #[test]
    fn a_name_is_bound_by_a_statement_of_the_block_itself() {
        let binds_id = |code: &str| {
            let block = Group::new(Delimiter::Brace, code.parse().expect("the code is made of tokens"));
            binds(&block, &Ident::new("id", Span::call_site()))
        };
        for code in [
            "let id = 7;",
            "let mut id: u64 = text.parse()?; id",
            "let Some(id) = next() else { return };",
            "f(); let (_, id) = pair;",
            "let Call { id, .. } = call;",
            "let Call { number: id } = call;",
            "let id;",
            "if x { y } let id = 7;",
            "#[allow(unused)] let id = 7;",
            "let (Left(id) | Right(id)) = either;",
        ] {
            assert!(binds_id(code), "{code}");
        }
        for code in [
            "let other = id;",
            "{ let id = 7; }",
            "let Call { id: number } = call;",
            "if let Some(id) = next() {}",
            "m!(let id = 7);",
            "let x = || { let id = 7; };",
            "fn id() {}",
            "let x: id = y;",
        ] {
            assert!(!binds_id(code), "{code}");
        }
    }
}
