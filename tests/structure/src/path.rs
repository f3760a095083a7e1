//! Paths as they are written, and the leaves of `use` declarations.

use proc_macro2::Ident;
use std::fmt::{self, Display, Formatter};
use syn::{ItemUse, UseTree, ext::IdentExt};

/// `a::b::c`, or `::a::b` if absolute.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) absolute: bool,
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
}

impl Path {
    pub(crate) fn of(path: &syn::Path) -> Self {
        Self {
            absolute: path.leading_colon.is_some(),
            segments: path.segments.iter().map(|segment| text(&segment.ident)).collect(),
            line: path.segments.first().map_or(0, |segment| line(&segment.ident)),
        }
    }
}

impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.absolute {
            f.write_str("::")?;
        }
        f.write_str(&self.segments.join("::"))
    }
}

pub(crate) fn text(ident: &Ident) -> String {
    ident.unraw().to_string()
}

pub(crate) fn line(ident: &Ident) -> usize {
    ident.span().start().line
}

/// One import of a `use` declaration.
pub(crate) struct Leaf {
    pub(crate) path: Path,
    /// `None` for a glob.
    pub(crate) name: Option<String>,
}

pub(crate) fn leaves(item: &ItemUse) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let root = Path { absolute: item.leading_colon.is_some(), segments: Vec::new(), line: 0 };
    add_leaves(&item.tree, &root, &mut leaves);
    leaves
}

fn add_leaves(tree: &UseTree, prefix: &Path, leaves: &mut Vec<Leaf>) {
    let through = |ident: &Ident| {
        let mut path = Path { line: line(ident), ..prefix.clone() };
        // `a::{self}` is `a`.
        if ident != "self" || prefix.segments.is_empty() {
            path.segments.push(text(ident));
        }
        path
    };
    match tree {
        UseTree::Path(tree) => add_leaves(&tree.tree, &through(&tree.ident), leaves),
        UseTree::Group(tree) => tree.items.iter().for_each(|tree| add_leaves(tree, prefix, leaves)),
        UseTree::Glob(_) => leaves.push(Leaf { path: prefix.clone(), name: None }),
        UseTree::Name(tree) => {
            let path = through(&tree.ident);
            let name = path.segments.last().cloned();
            leaves.push(Leaf { path, name });
        }
        UseTree::Rename(tree) => leaves.push(Leaf { path: through(&tree.ident), name: Some(text(&tree.rename)) }),
    }
}
