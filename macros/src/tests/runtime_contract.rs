//! Compares what expansions name with what the runtime crate has.

use crate::render::runtime::{ENTRY_STATEMENTS, ITEMS, METHODS};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use syn::{ImplItem, Item, Type, UseTree, Visibility};

/// Files beside `macro_support` that have items which it re-exports.
const ELSEWHERE: [&str; 2] = ["entry/into_key.rs", "single_flight/macro_call.rs"];
/// Traits and types that expansions do not name: bounds of what they call, and what the calls return.
const UNNAMED: [&str; 8] =
    ["Attempt", "CloneExisting", "DefaultValue", "FlightMapRef", "Here", "MacroCall", "Returns", "SharedOutput"];

fn runtime() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src")
}

fn parse(file: &Path) -> syn::File {
    let source = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    syn::parse_file(&source).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The names that a `pub use` brings.
fn names(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => self::names(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| self::names(tree, names)),
        UseTree::Name(name) => _ = names.insert(name.ident.to_string()),
        UseTree::Rename(rename) => _ = names.insert(rename.rename.to_string()),
        UseTree::Glob(_) => panic!("`macro_support` names what it re-exports"),
    }
}

/// The public items of `macro_support/mod.rs`, and the public members of all types that it has or re-exports.
fn macro_support() -> (BTreeSet<String>, BTreeMap<String, BTreeSet<String>>) {
    let (mut items, mut members) = (BTreeSet::new(), BTreeMap::<_, BTreeSet<_>>::new());
    let folder = runtime().join("macro_support");
    let own = fs::read_dir(&folder).expect("the runtime crate stands beside this one");
    let own = own.map(|file| file.expect("the folder can be listed").path());
    let elsewhere = ELSEWHERE.map(|file| runtime().join(file));
    for file in own.chain(elsewhere) {
        let is_root = file.ends_with("macro_support/mod.rs");
        for item in parse(&file).items {
            match item {
                Item::Use(item) if is_root && is_public(&item.vis) => names(&item.tree, &mut items),
                Item::Fn(item) if is_root && is_public(&item.vis) => _ = items.insert(item.sig.ident.to_string()),
                Item::Struct(item) if is_root && is_public(&item.vis) => _ = items.insert(item.ident.to_string()),
                Item::Trait(item) if is_root && is_public(&item.vis) => _ = items.insert(item.ident.to_string()),
                Item::Impl(item) if item.trait_.is_none() => {
                    let Type::Path(owner) = &*item.self_ty else { continue };
                    let owner = owner.path.segments.last().expect("a path has a name").ident.to_string();
                    let of_owner = members.entry(owner).or_default();
                    for member in item.items {
                        match member {
                            ImplItem::Fn(member) if is_public(&member.vis) => {
                                of_owner.insert(member.sig.ident.to_string());
                            }
                            ImplItem::Const(member) if is_public(&member.vis) => {
                                of_owner.insert(member.ident.to_string());
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
    (items, members)
}

#[test]
fn whatever_expansions_name_is_there() {
    let (items, members) = macro_support();
    for item in ITEMS.iter().chain(&ENTRY_STATEMENTS) {
        assert!(items.contains(*item), "`macro_support` has no `{item}`, which `render/runtime.rs` names");
    }
    for (owner, member) in METHODS {
        let is_there = members.get(*owner).is_some_and(|members| members.contains(*member));
        assert!(is_there, "`{owner}` has no public `{member}`, which `render/runtime.rs` names");
    }
}

#[test]
fn whatever_is_there_for_expansions_is_named() {
    let (items, members) = macro_support();
    for item in &items {
        let is_named = ITEMS.contains(&item.as_str()) || UNNAMED.contains(&item.as_str());
        assert!(is_named, "nothing in `render/runtime.rs` names `{item}` of `macro_support`");
    }
    for (owner, members) in members {
        for member in members {
            // The checks are looked up along a chain of types, so the owner may be any of them.
            let is_named = METHODS.iter().any(|(_, named)| *named == member);
            assert!(is_named, "nothing in `render/runtime.rs` names `{owner}::{member}` of `macro_support`");
        }
    }
}
