//! Compares the expansion of each `goldens/NAME.rs` with `goldens/NAME.expanded.rs` beside it.
//!
//! `UPDATE_GOLDENS=1 cargo test -p scoped-entry-macros` rewrites the expansions; review the diff before committing it.

use crate::expand::{enter, scoped_entry, single_flight};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::{env, fs, mem, path::Path};
use syn::{
    Attribute, Block, File, ImplItem, Item, Stmt, TraitItem,
    parse::{Parse, Parser},
};

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
        // A dependency of the user's may have such a name.
        for name in ["core", "alloc", "std"] {
            let names = |text: &str| text.matches(&format!("::{name}::")).count();
            let source = fs::read_to_string(&source).expect("a golden is text");
            assert_eq!(names(&expanded), names(&source), "{stem}: the expansion names `::{name}`");
        }
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
        Item::Fn(_) => expand(item),
        Item::Impl(mut block) => {
            block.items = block.items.into_iter().map(expand).collect();
            Item::Impl(block)
        }
        Item::Trait(mut block) => {
            block.items = block.items.into_iter().map(expand).collect();
            Item::Trait(block)
        }
        other => other,
    }
}

/// Items that can be functions.
trait Annotated: Parse + ToTokens {
    fn attributes(&mut self) -> Option<&mut Vec<Attribute>>;
    fn block(&mut self) -> Option<&mut Block>;
}

macro_rules! annotated {
    ($($item:ident => $block:expr;)*) => {$(
        impl Annotated for $item {
            fn attributes(&mut self) -> Option<&mut Vec<Attribute>> {
                if let Self::Fn(function) = self { Some(&mut function.attrs) } else { None }
            }

            fn block(&mut self) -> Option<&mut Block> {
                let block: fn(&mut Self) -> Option<&mut Block> = $block;
                block(self)
            }
        }
    )*};
}

annotated! {
    Item => |item| if let Item::Fn(function) = item { Some(&mut function.block) } else { None };
    ImplItem => |item| if let ImplItem::Fn(function) = item { Some(&mut function.block) } else { None };
    TraitItem => |item| if let TraitItem::Fn(function) = item { function.default.as_mut() } else { None };
}

/// Expands the attributes from the outermost one inwards, as the compiler does, and then the statements.
fn expand<T: Annotated>(mut item: T) -> T {
    let ours =
        |attribute: &Attribute| attribute.path().is_ident("scoped_entry") || attribute.path().is_ident("single_flight");
    let outermost = |item: &mut T| {
        let attributes = item.attributes()?;
        let first = attributes.iter().position(ours)?;
        Some(attributes.remove(first))
    };
    while let Some(attribute) = outermost(&mut item) {
        let arguments = &attribute.meta.require_list().expect("the attribute has arguments").tokens;
        let expand = if attribute.path().is_ident("scoped_entry") { scoped_entry } else { single_flight };
        item = parse(&expand(arguments.clone(), &item.into_token_stream()));
    }
    if let Some(block) = item.block() {
        block.stmts = mem::take(&mut block.stmts).into_iter().flat_map(expand_statement).collect();
    }
    item
}

fn expand_statement(statement: Stmt) -> Vec<Stmt> {
    match &statement {
        Stmt::Macro(call) if call.mac.path.is_ident("enter") => {
            Block::parse_within.parse2(enter(call.mac.tokens.clone())).expect("the expansion is made of statements")
        }
        _ => vec![statement],
    }
}

fn parse<T: Parse>(tokens: &TokenStream) -> T {
    let shown = tokens.to_string();
    syn::parse2(quote!(#tokens)).unwrap_or_else(|error| panic!("the expansion is not one item: {error}\n{shown}"))
}
