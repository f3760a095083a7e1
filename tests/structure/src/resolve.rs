//! From a path to what it names.

use crate::{
    names::{Crate, ModuleId, Namespace, ROOT},
    path::Path,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A module or an enum.
    Module(ModuleId),
    /// Anything else that is defined in the module, or enters the crate there by a re-export.
    Item(ModuleId),
    /// Of another crate, or a name that is no item.
    Elsewhere,
}

#[derive(Default)]
pub(crate) struct Resolved {
    pub(crate) hits: Vec<Hit>,
    /// Whether a segment was found in the crate's root, which only imports it.
    pub(crate) through_root: bool,
    /// Whether a segment is missing in a module that should have it.
    pub(crate) missing: bool,
}

#[derive(Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) target: Target,
    pub(crate) through_root: bool,
    /// Imported from another crate, where it may be something in another namespace.
    pub(crate) is_guess: bool,
}

impl Hit {
    pub(crate) const fn direct(target: Target) -> Self {
        Self { target, through_root: false, is_guess: false }
    }
}

pub(crate) struct Resolver<'a> {
    pub(crate) krate: &'a Crate,
    /// The imports that are being resolved, which must not be asked again for the same name.
    pub(crate) open: Vec<(&'a Path, String, Namespace)>,
}

impl Crate {
    pub(crate) fn resolve(&self, path: &Path, from: ModuleId, wanted: &[Namespace]) -> Resolved {
        Resolver { krate: self, open: Vec::new() }.path(path, from, wanted)
    }
}

impl Resolver<'_> {
    pub(crate) fn path(&mut self, path: &Path, from: ModuleId, wanted: &[Namespace]) -> Resolved {
        let mut resolved = Resolved::default();
        if path.absolute {
            resolved.hits.push(Hit::direct(Target::Elsewhere));
            return resolved;
        }
        let namespaces = |rest: &[String]| if rest.is_empty() { wanted } else { &[Namespace::Type] };
        let (first, mut rest) = path.segments.split_first().expect("a path has a segment");
        let mut hits = match self.anchor(path, from) {
            Some((module, later)) => {
                rest = later;
                vec![Hit::direct(Target::Module(module))]
            }
            None => self.in_scope(first, from, namespaces(rest)),
        };
        if hits.is_empty() {
            // Known, but not in a wanted namespace.
            if rest.is_empty() && self.is_bound(first, from) {
                return resolved;
            }
            hits.push(Hit::direct(Target::Elsewhere));
        }
        while let Some((segment, later)) = rest.split_first() {
            rest = later;
            resolved.through_root |= hits.iter().any(|hit| hit.through_root);
            let parents = hits;
            hits = Vec::new();
            for hit in parents {
                match hit.target {
                    Target::Module(module) => hits.extend(self.member(module, segment, namespaces(rest))),
                    // An associated item, or something in another crate.
                    _ => hits.push(Hit { through_root: false, ..hit }),
                }
            }
        }
        resolved.through_root |= hits.iter().any(|hit| hit.through_root);
        resolved.missing = hits.is_empty();
        Resolved { hits, ..resolved }
    }

    /// The module that `crate`, `self` and `super` lead to, with the segments after them.
    fn anchor<'p>(&self, path: &'p Path, from: ModuleId) -> Option<(ModuleId, &'p [String])> {
        let (first, mut rest) = path.segments.split_first()?;
        let mut module = match first.as_str() {
            "crate" | "$crate" => ROOT,
            "self" => self.krate.nearest(from),
            "super" => self.krate.above(from),
            _ => return None,
        };
        while let Some((segment, later)) = rest.split_first() {
            match segment.as_str() {
                "self" => {}
                "super" => module = self.krate.above(module),
                _ => break,
            }
            rest = later;
        }
        Some((module, rest))
    }
}
