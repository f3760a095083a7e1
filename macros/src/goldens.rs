//! Compares the expansion of each `goldens/NAME.rs` with `goldens/NAME.expanded.rs` beside it.
//!
//! `UPDATE_GOLDENS=1 cargo test -p scoped-entry-macros` writes the expansions anew; read the difference before you
//! commit it.

use crate::expand::scoped_entry;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::{env, fs, path::Path};
use syn::{Attribute, File, ImplItem, Item, TraitItem};

#[test]
fn expansions_are_the_golden_ones() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens");
    let update = env::var_os("UPDATE_GOLDENS").is_some();
    let mut compared = 0;
    let mut different = Vec::new();
    for entry in fs::read_dir(&folder).expect("the goldens stand beside the sources") {
        let source = entry.expect("the folder can be listed").path();
        let name = source.file_name().and_then(|name| name.to_str()).expect("golden files have plain names");
        let Some(stem) = name.strip_suffix(".rs").filter(|stem| !stem.ends_with(".expanded")) else { continue };
        let expanded = expand_file(&fs::read_to_string(&source).expect("a golden is text"));
        let golden = folder.join(format!("{stem}.expanded.rs"));
        if update {
            fs::write(&golden, &expanded).expect("the golden can be written");
        }
        compared += 1;
        if fs::read_to_string(&golden).unwrap_or_default() != expanded {
            different.push(format!("--- {stem}\n{expanded}"));
        }
    }
    assert!(different.is_empty(), "expansions differ from their goldens:\n{}", different.join("\n"));
    assert!(compared >= 20, "only {compared} goldens were found");
}

fn expand_file(source: &str) -> String {
    let mut file: File = syn::parse_str(source).expect("a golden's source parses");
    file.items = file.items.into_iter().map(expand_item).collect();
    prettyplease::unparse(&file)
}

fn expand_item(item: Item) -> Item {
    match item {
        Item::Fn(function) => parse(&expand(function.attrs.clone(), |attrs| {
            let mut function = function;
            function.attrs = attrs;
            function.into_token_stream()
        })),
        Item::Impl(mut block) => {
            block.items = block.items.into_iter().map(expand_method).collect();
            Item::Impl(block)
        }
        Item::Trait(mut block) => {
            block.items = block.items.into_iter().map(expand_default).collect();
            Item::Trait(block)
        }
        other => other,
    }
}

fn expand_method(item: ImplItem) -> ImplItem {
    let ImplItem::Fn(mut method) = item else { return item };
    parse(&expand(method.attrs.clone(), |attrs| {
        method.attrs = attrs;
        method.into_token_stream()
    }))
}

fn expand_default(item: TraitItem) -> TraitItem {
    let TraitItem::Fn(mut method) = item else { return item };
    parse(&expand(method.attrs.clone(), |attrs| {
        method.attrs = attrs;
        method.into_token_stream()
    }))
}

/// Expands the attributes from the outermost one inwards, as the compiler does.
fn expand(mut attrs: Vec<Attribute>, with_attributes: impl FnOnce(Vec<Attribute>) -> TokenStream) -> TokenStream {
    let mut ours = Vec::new();
    attrs.retain(|attribute| {
        let is_ours = attribute.path().is_ident("scoped_entry");
        if is_ours {
            ours.push(attribute.meta.require_list().expect("the attribute has arguments").tokens.clone());
        }
        !is_ours
    });
    ours.into_iter().fold(with_attributes(attrs), |item, arguments| scoped_entry(arguments, &item))
}

fn parse<T: syn::parse::Parse>(tokens: &TokenStream) -> T {
    let shown = tokens.to_string();
    syn::parse2(quote!(#tokens)).unwrap_or_else(|error| panic!("the expansion is not one item: {error}\n{shown}"))
}
