//! Compares the macros' error messages and their locations with the compiler's output for the cases under `tests/ui/fail`.
//!
//! The UI tests run the compiler, which takes minutes; this comparison takes a moment. Only the UI tests cover errors that
//! the compiler itself finds in an expansion.

use super::harness::is_packaged;
use crate::expand::{enter, scoped_entry, single_flight};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use syn::{
    Attribute, ExprAsync, ExprClosure, File, ForeignItem, ImplItem, Item, LitStr, Local, Macro, TraitItem,
    parse::{Parse, ParseStream, Parser},
    spanned::Spanned,
    visit::{self, Visit},
};

/// The beginnings of errors without a number that come from the compiler, not from the macros.
const OF_THE_COMPILER: &[&str] = &[
    "function `call` is never used",
    "function `handle` is never used",
    "future cannot be sent",
    "lifetime may not live long enough",
    "macro expansion ignores",
    "path statement drops value",
    "static `INFLIGHT` is never used",
    "unreachable expression",
    "unused ",
    "variable does not need to be mutable",
];

#[test]
fn what_is_refused_is_what_the_compiler_shows_and_where_it_shows_it() {
    // The cases are not part of the package.
    if is_packaged() {
        return;
    }
    let cases = cases();
    let mut refused = 0;
    for case in &cases {
        let source = fs::read_to_string(case).expect("a case is text");
        let shown = shown(&fs::read_to_string(case.with_extension("stderr")).expect("a case has its errors beside it"));
        let found = refusals(&source);
        assert_eq!(found, shown, "{}", case.display());
        refused += found.len();
    }
    assert!(cases.len() >= 150, "only {} cases were found", cases.len());
    assert!(refused >= 80, "only {refused} refusals were found");
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/fail");
    let in_folder = |folder: &Path| -> Vec<_> {
        let entries = fs::read_dir(folder).expect("the cases stand in folders");
        entries.map(|entry| entry.expect("the folder can be listed").path()).collect()
    };
    let files = in_folder(&root).into_iter().flat_map(|folder| in_folder(&folder));
    files.filter(|file| file.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// A message and the line and column that it points at.
type Refusals = BTreeSet<(String, usize, usize)>;

/// The errors in the compiler's output that come from the macros.
fn shown(output: &str) -> Refusals {
    let mut lines = output.lines();
    let mut shown = Refusals::new();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        if OF_THE_COMPILER.iter().any(|own| message.starts_with(own)) {
            continue;
        }
        let mut message = message.to_owned();
        let location = loop {
            let line = lines.next().expect("an error has a location");
            match line.trim_start().strip_prefix("--> ").and_then(|location| location.rsplit_once(".rs:")) {
                Some(location) => break location,
                None => message.extend(["\n", line.trim_start()]),
            }
        };
        let (line, column) = location.1.split_once(':').expect("a location is a line and a column");
        let number = |text: &str| text.parse().expect("a line and a column are numbers");
        shown.insert((message, number(line), number(column)));
    }
    shown
}

fn refusals(source: &str) -> Refusals {
    let file: File = syn::parse_str(source).expect("a case parses");
    let mut expansions = Expansions::default();
    expansions.visit_file(&file);
    expansions.0
}

#[derive(Default)]
struct Expansions(Refusals);

impl Expansions {
    /// Expands the attributes from the outermost one inwards, as the compiler does.
    fn expand<T: Annotated>(&mut self, item: &T) {
        let mut item = item.to_token_stream();
        while let Ok(mut annotated) = syn::parse2::<T>(item.clone()) {
            let ours = |attribute: &Attribute| {
                ["scoped_entry", "single_flight"].iter().any(|name| attribute.path().is_ident(name))
            };
            let Some(attributes) = annotated.attributes() else { return };
            let Some(first) = attributes.iter().position(ours) else { return };
            let attribute = attributes.remove(first);
            let arguments = attribute.meta.require_list().map(|list| list.tokens.clone()).unwrap_or_default();
            let expand = if attribute.path().is_ident("scoped_entry") { scoped_entry } else { single_flight };
            let expansion = expand(arguments, &annotated.into_token_stream());
            self.collect(expansion.clone(), attribute.span());
            let first = |input: ParseStream<'_>| {
                let first: T = input.parse()?;
                input.parse::<TokenStream>()?;
                Ok(first)
            };
            let Ok(rest) = first.parse2(expansion) else { return };
            item = rest.into_token_stream();
        }
    }

    /// Expands the attribute on something that is no item, which is an error.
    fn expand_elsewhere<T: Clone + ToTokens>(&mut self, annotated: &T, attributes: fn(&mut T) -> &mut Vec<Attribute>) {
        let mut rest = annotated.clone();
        let ours = |attribute: &Attribute| {
            attribute.path().is_ident("scoped_entry") || attribute.path().is_ident("single_flight")
        };
        let Some(attribute) = attributes(&mut rest).pop().filter(ours) else { return };
        let arguments = attribute.meta.require_list().map(|list| list.tokens.clone()).unwrap_or_default();
        let expand = if attribute.path().is_ident("scoped_entry") { scoped_entry } else { single_flight };
        self.collect(expand(arguments, &rest.into_token_stream()), attribute.span());
    }

    fn collect(&mut self, expansion: TokenStream, call_site: Span) {
        let mut tokens = expansion.into_iter().peekable();
        while let Some(token) = tokens.next() {
            // In place of an expression, the errors are in a block.
            if let TokenTree::Group(group) = &token {
                self.collect(group.stream(), call_site);
            }
            let TokenTree::Ident(name) = &token else { continue };
            if name != "compile_error" {
                continue;
            }
            _ = tokens.next();
            let Some(TokenTree::Group(message)) = tokens.next() else { continue };
            let text: LitStr = syn::parse2(message.stream()).expect("a message is a string");
            let span = if name.span().start() == Span::call_site().start() { call_site } else { name.span() };
            self.0.insert((text.value(), span.start().line, span.start().column + 1));
        }
    }
}

impl<'ast> Visit<'ast> for Expansions {
    fn visit_item(&mut self, item: &'ast Item) {
        self.expand(item);
        visit::visit_item(self, item);
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        self.expand(item);
        visit::visit_impl_item(self, item);
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        self.expand(item);
        visit::visit_trait_item(self, item);
    }

    fn visit_foreign_item(&mut self, item: &'ast ForeignItem) {
        self.expand(item);
        visit::visit_foreign_item(self, item);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        self.expand_elsewhere(local, |local| &mut local.attrs);
        visit::visit_local(self, local);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.expand_elsewhere(closure, |closure| &mut closure.attrs);
        visit::visit_expr_closure(self, closure);
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.expand_elsewhere(block, |block| &mut block.attrs);
        visit::visit_expr_async(self, block);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        if call.path.is_ident("enter") {
            self.collect(enter(call.tokens.clone()), call.span());
        }
    }
}

/// Items that an attribute can be placed on.
trait Annotated: Parse + ToTokens {
    fn attributes(&mut self) -> Option<&mut Vec<Attribute>>;
}

macro_rules! annotated {
    ($($item:ident: $($kind:ident)*;)*) => {$(
        impl Annotated for $item {
            fn attributes(&mut self) -> Option<&mut Vec<Attribute>> {
                match self {
                    $(Self::$kind(item) => Some(&mut item.attrs),)*
                    _ => None,
                }
            }
        }
    )*};
}

annotated! {
    Item: Const Fn Impl Mod Static Struct Trait;
    ImplItem: Const Fn;
    TraitItem: Const Fn;
    ForeignItem: Fn Static;
}
