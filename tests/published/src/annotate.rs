//! Puts an attribute on every function of a source file, as text: nothing else of the file changes, and no line moves.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{
    Attribute, Block, ImplItemFn, ItemFn, ItemImpl, Macro, Signature, TraitItemFn,
    visit::{self, Visit},
};

/// Why a function goes without the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    /// Refused by design: it may run in the compiler.
    Const,
    /// A method of a `GlobalAlloc`: entering a map allocates.
    Allocator,
    /// A `#[naked]` function has no body that anything could be put into.
    Naked,
    /// Inside of a macro's definition or call, which takes what it takes.
    Macro,
}

/// A function that has the attribute, by the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Annotated {
    pub(crate) name: String,
    pub(crate) line: usize,
}

#[derive(Debug, Default)]
pub(crate) struct Functions {
    pub(crate) annotated: Vec<Annotated>,
    pub(crate) skipped: BTreeMap<Reason, usize>,
}

/// The source with an attribute on each function, and which functions these are. `attribute` is asked for the text,
/// given the function's number: how many there were before it.
pub(crate) fn annotate(source: &str, attribute: impl Fn(usize) -> String) -> syn::Result<(String, Functions)> {
    let file = syn::parse_file(source)?;
    // syn takes both away before it counts bytes.
    let mark = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let skipped = mark + file.shebang.as_ref().map_or(0, String::len);
    let mut finder = Finder::default();
    finder.visit_file(&file);
    finder.found.sort_by_key(|(at, _)| *at);
    let mut text = String::with_capacity(source.len() * 2);
    let mut done = 0;
    for (number, (at, _)) in finder.found.iter().enumerate() {
        text.push_str(&source[done..skipped + at]);
        text.push_str(&attribute(number));
        text.push(' ');
        done = skipped + at;
    }
    text.push_str(&source[done..]);
    // The file is done with, and its text need not be kept for its spans.
    proc_macro2::extra::invalidate_current_thread_spans();
    let annotated = finder.found.into_iter().map(|(_, function)| function).collect();
    Ok((text, Functions { annotated, skipped: finder.skipped }))
}

#[derive(Default)]
struct Finder {
    /// Each with the byte before which its attribute goes.
    found: Vec<(usize, Annotated)>,
    skipped: BTreeMap<Reason, usize>,
    allocates: bool,
}

impl Finder {
    /// `head` is all of the function but its attributes and its body.
    fn function(&mut self, attributes: &[Attribute], signature: &Signature, head: TokenStream) {
        let reason = if signature.constness.is_some() {
            Reason::Const
        } else if self.allocates {
            Reason::Allocator
        } else if attributes.iter().any(is_naked) {
            Reason::Naked
        } else {
            if let Some(first) = head.into_iter().next() {
                let span = signature.ident.span();
                let function = Annotated { name: signature.ident.to_string(), line: span.start().line };
                self.found.push((first.span().byte_range().start, function));
            }
            return;
        };
        *self.skipped.entry(reason).or_default() += 1;
    }
}

fn is_naked(attribute: &Attribute) -> bool {
    match &attribute.meta {
        syn::Meta::Path(path) => path.is_ident("naked"),
        syn::Meta::List(list) => list.path.is_ident("unsafe") && list.tokens.to_string() == "naked",
        syn::Meta::NameValue(_) => false,
    }
}

fn empty() -> Block {
    Block { brace_token: syn::token::Brace::default(), stmts: Vec::new() }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        let head = ItemFn { attrs: Vec::new(), block: Box::new(empty()), ..function.clone() };
        self.function(&function.attrs, &function.sig, head.to_token_stream());
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        let head = ImplItemFn { attrs: Vec::new(), block: empty(), ..function.clone() };
        self.function(&function.attrs, &function.sig, head.to_token_stream());
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if function.default.is_some() {
            let head = TraitItemFn { attrs: Vec::new(), default: Some(empty()), ..function.clone() };
            self.function(&function.attrs, &function.sig, head.to_token_stream());
        }
        visit::visit_trait_item_fn(self, function);
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let implemented = item.trait_.as_ref().and_then(|(implemented, _)| implemented.segments.last());
        let is_allocator = implemented.is_some_and(|last| last.ident == "GlobalAlloc");
        let outer = self.allocates;
        self.allocates |= is_allocator;
        visit::visit_item_impl(self, item);
        self.allocates = outer;
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let functions = functions_in(called.tokens.clone());
        if functions > 0 {
            *self.skipped.entry(Reason::Macro).or_default() += functions;
        }
    }
}

/// How many functions with a body there are among a macro's tokens, as far as these tell: `fn`, a name or a variable for
/// one, and braces before the next `;`.
fn functions_in(tokens: TokenStream) -> usize {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut functions = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => functions += functions_in(group.stream()),
            TokenTree::Ident(word) if word == "fn" => {
                let is_named = match tokens.get(at + 1) {
                    Some(TokenTree::Ident(_)) => true,
                    Some(TokenTree::Punct(dollar)) => dollar.as_char() == '$',
                    _ => false,
                };
                let body = tokens[at..].iter().find(|token| match token {
                    TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                    TokenTree::Punct(punct) => punct.as_char() == ';',
                    _ => false,
                });
                functions += usize::from(is_named && matches!(body, Some(TokenTree::Group(_))));
            }
            _ => {}
        }
    }
    functions
}

#[cfg(test)]
mod tests {
    use super::{Functions, Reason, annotate};

    fn marked(source: &str) -> (String, Functions) {
        annotate(source, |number| format!("#[a{number}]")).expect("the source is Rust")
    }

    #[test]
    fn the_attribute_stands_before_visibility_and_qualifiers_and_after_other_attributes() {
        for (source, expected) in [
            ("fn f() {}", "#[a0] fn f() {}"),
            (
                "/// Doc.\n#[inline]\npub(crate) async unsafe fn f() {}",
                "/// Doc.\n#[inline]\n#[a0] pub(crate) async unsafe fn f() {}",
            ),
            ("#[test] extern \"C\" fn f() {}", "#[test] #[a0] extern \"C\" fn f() {}"),
            ("impl S { pub fn f() {} }", "impl S { #[a0] pub fn f() {} }"),
            ("impl<T> T2 for S<T> { fn f() {} }", "impl<T> T2 for S<T> { #[a0] fn f() {} }"),
            ("trait T { fn f(); fn g() {} }", "trait T { fn f(); #[a0] fn g() {} }"),
            ("fn f() { fn g() {} }", "#[a0] fn f() { #[a1] fn g() {} }"),
            ("const C: u8 = { fn f() {} 0 };", "const C: u8 = { #[a0] fn f() {} 0 };"),
            ("extern \"C\" { fn f(); }", "extern \"C\" { fn f(); }"),
        ] {
            assert_eq!(marked(source).0, expected);
        }
    }

    #[test]
    fn nothing_but_attributes_is_added_whatever_the_bytes() {
        let source =
            "\u{feff}#!/bin/rust\r\nconst S: &str = \"é\u{1f600}\"; // ü\r\nfn f() {}\r\n/* ö */ fn g() {}\r\n";
        let expected = source.replace("fn f", "#[a0] fn f").replace("fn g", "#[a1] fn g");
        assert_eq!(marked(source).0, expected);
    }

    #[test]
    fn a_function_that_goes_without_is_counted_with_its_reason() {
        let source = "const fn f() { fn inner() {} } macro_rules! m { ($n:ident) => { fn $n() {} fn h(); } } \
                      m! { fn g() {} } unsafe impl GlobalAlloc for A { unsafe fn alloc(&self) {} } \
                      #[unsafe(naked)] fn n() {}";
        let (text, functions) = marked(source);
        assert_eq!(text, source.replace("fn inner", "#[a0] fn inner"));
        let skipped: Vec<_> = functions.skipped.into_iter().collect();
        assert_eq!(skipped, [(Reason::Const, 1), (Reason::Allocator, 1), (Reason::Naked, 1), (Reason::Macro, 2)]);
        assert_eq!(functions.annotated[0].name, "inner");
    }
}
