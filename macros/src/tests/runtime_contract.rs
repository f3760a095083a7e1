//! Compares the items and methods that expansions name with those of the runtime crate.

use super::harness::is_packaged;
use crate::render::runtime::{ENTRY_STATEMENTS, ITEMS, METHODS};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use syn::{ImplItem, Item, Type, UseTree, Visibility};

/// Traits and types that expansions do not name: the bounds of the items that they call, and the types that the calls
/// return.
const UNNAMED: [&str; 10] = [
    "AsMap",
    "Attempt",
    "CloneExisting",
    "DefaultValue",
    "FlightMapRef",
    "Here",
    "MacroCall",
    "OutputOf",
    "Returns",
    "SharedOutput",
];

/// All source files of the runtime crate.
fn sources() -> Vec<PathBuf> {
    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }

    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src"), &mut files);
    files
}

fn parse(file: &Path) -> syn::File {
    let source = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    syn::parse_file(&source).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The names that a `pub use` re-exports.
fn names(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => self::names(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| self::names(tree, names)),
        UseTree::Name(name) => _ = names.insert(name.ident.to_string()),
        UseTree::Rename(rename) => _ = names.insert(rename.rename.to_string()),
        UseTree::Glob(_) => panic!("`macro_support` names what it re-exports"),
    }
}

/// The public items of `macro_support/mod.rs`, by name.
fn public_items(root: &Path) -> BTreeSet<String> {
    let mut items = BTreeSet::new();
    for item in parse(root).items {
        match item {
            Item::Use(item) if is_public(&item.vis) => names(&item.tree, &mut items),
            Item::Fn(item) if is_public(&item.vis) => _ = items.insert(item.sig.ident.to_string()),
            Item::Struct(item) if is_public(&item.vis) => _ = items.insert(item.ident.to_string()),
            Item::Trait(item) if is_public(&item.vis) => _ = items.insert(item.ident.to_string()),
            _ => {}
        }
    }
    items
}

/// The type of an inherent `impl`, and the public members that it has there.
fn inherent_impl(item: Item) -> Option<(String, Vec<String>)> {
    let Item::Impl(item) = item else { return None };
    if item.trait_.is_some() {
        return None;
    }
    let Type::Path(owner) = &*item.self_ty else { return None };
    let owner = owner.path.segments.last()?.ident.to_string();
    let name = |member| match member {
        ImplItem::Fn(member) if is_public(&member.vis) => Some(member.sig.ident.to_string()),
        ImplItem::Const(member) if is_public(&member.vis) => Some(member.ident.to_string()),
        _ => None,
    };
    Some((owner, item.items.into_iter().filter_map(name).collect()))
}

/// The public items of `macro_support/mod.rs`, and the public members of all types in `macro_support` and of those that it
/// re-exports, wherever in the runtime crate they are declared.
fn macro_support() -> (BTreeSet<String>, BTreeMap<String, BTreeSet<String>>) {
    let files = sources();
    let root = files.iter().find(|file| file.ends_with("macro_support/mod.rs")).expect("the module exists");
    let items = public_items(root);
    let mut members = BTreeMap::<_, BTreeSet<_>>::new();
    for file in &files {
        let is_own = file.parent() == root.parent();
        for (owner, found) in parse(file).items.into_iter().filter_map(inherent_impl) {
            if is_own || items.contains(&owner) {
                members.entry(owner).or_default().extend(found);
            }
        }
    }
    (items, members)
}

#[test]
fn whatever_expansions_name_is_there() {
    // The runtime crate is not part of the package.
    if is_packaged() {
        return;
    }
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
    // The runtime crate is not part of the package.
    if is_packaged() {
        return;
    }
    let (items, members) = macro_support();
    for item in &items {
        let is_named = ITEMS.contains(&item.as_str()) || UNNAMED.contains(&item.as_str());
        assert!(is_named, "nothing in `render/runtime.rs` names `{item}` of `macro_support`");
    }
    for unnamed in UNNAMED {
        assert!(items.contains(unnamed), "`UNNAMED` lists `{unnamed}`, which `macro_support` no longer has");
        assert!(!ITEMS.contains(&unnamed), "`UNNAMED` lists `{unnamed}`, which `render/runtime.rs` names");
    }
    for (owner, members) in members {
        for member in members {
            // The checks are looked up along a chain of types, so the owner may be any of them.
            let is_named = METHODS.iter().any(|(_, named)| *named == member);
            assert!(is_named, "nothing in `render/runtime.rs` names `{owner}::{member}` of `macro_support`");
        }
    }
}
