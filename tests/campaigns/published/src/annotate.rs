//! Puts an attribute on every function of a source file, as text: nothing else of the file changes, and no line moves.

use crate::macros::InMacros;
use proc_macro2::TokenStream;
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::{
    Attribute, Block, ImplItemFn, ItemFn, ItemImpl, ItemMacro, Macro, Signature, TraitItemFn,
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
    /// In a macro's call, which takes what it takes.
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

impl Finder {
    fn in_macros(&mut self, InMacros { found, constant, others }: InMacros) {
        self.found.extend(found);
        for (reason, count) in [(Reason::Const, constant), (Reason::Macro, others)] {
            if count > 0 {
                *self.skipped.entry(reason).or_default() += count;
            }
        }
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

    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        let mut functions = InMacros::default();
        if item.mac.path.is_ident("macro_rules") {
            functions.in_rules(item.mac.tokens.clone());
        } else {
            functions.in_call(item.mac.tokens.clone());
        }
        self.in_macros(functions);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let mut functions = InMacros::default();
        functions.in_call(called.tokens.clone());
        self.in_macros(functions);
    }
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
    fn the_right_side_of_a_macro_is_code_and_its_calls_are_not() {
        for (source, expected) in [
            (
                "macro_rules! m { ($n:ident) => { fn $n() {} fn h(); pub(crate) unsafe extern \"C\" fn i() {} } }",
                "macro_rules! m { ($n:ident) => { #[a0] fn $n() {} fn h(); #[a1] pub(crate) unsafe extern \"C\" fn i() {} } }",
            ),
            (
                "macro_rules! m { (fn a() {}) => {}; ($v:vis) => { impl T { $(#[$a])* $v fn b() {} } }; }",
                "macro_rules! m { (fn a() {}) => {}; ($v:vis) => { impl T { $(#[$a])* #[a0] $v fn b() {} } }; }",
            ),
            ("macro_rules! m { () => { n! { fn a() {} } }; }", "macro_rules! m { () => { n! { fn a() {} } }; }"),
            ("macro_rules! m { () => { f(fn(u8) -> u8 {}) } }", "macro_rules! m { () => { f(fn(u8) -> u8 {}) } }"),
            ("fn f() { m!(fn g() {}) }", "#[a0] fn f() { m!(fn g() {}) }"),
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
        let source = "const fn f() { fn inner() {} } macro_rules! m { () => { const fn c() {} } } \
                      m! { fn g() {} fn h(); const fn i() {} } unsafe impl GlobalAlloc for A { unsafe fn alloc(&self) {} } \
                      #[unsafe(naked)] fn n() {}";
        let (text, functions) = marked(source);
        assert_eq!(text, source.replace("fn inner", "#[a0] fn inner"));
        let skipped: Vec<_> = functions.skipped.into_iter().collect();
        assert_eq!(skipped, [(Reason::Const, 2), (Reason::Allocator, 1), (Reason::Naked, 1), (Reason::Macro, 2)]);
        assert_eq!(functions.annotated[0].name, "inner");
    }
}
