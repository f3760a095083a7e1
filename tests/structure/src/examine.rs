//! From the sources of a crate to what is found in them.

use crate::{
    graph::{Graph, Site},
    load::load,
    names::{Crate, FileId, ModuleId, Scope},
    resolve::Target,
    sources::Sources,
    uses::{Use, uses},
};
use std::error::Error;

/// What the sources of a crate are like.
#[derive(Debug)]
pub struct Examined {
    /// Which file depends on which.
    pub graph: Graph,
    /// Paths outside the root that go through a re-export of the root.
    pub through_root: Vec<Site>,
    /// Paths that begin in this crate, and that were not found. Their edges are missing.
    pub unresolved: Vec<Site>,
}

/// Resolves every path in the sources, from `lib.rs` on.
///
/// # Errors
///
/// If a file is missing, or does not parse.
pub fn examine(sources: &Sources) -> Result<Examined, Box<dyn Error>> {
    let mut krate = load(sources)?;
    let modules = krate.take_items();
    let all: Vec<_> = modules.iter().flat_map(|(module, items)| uses(&mut krate, *module, items)).collect();
    let mut examined = Examined { graph: Graph::default(), through_root: Vec::new(), unresolved: Vec::new() };
    for named in &all {
        examined.add(&krate, sources, named);
    }
    for sites in [&mut examined.through_root, &mut examined.unresolved] {
        sites.sort();
        sites.dedup();
    }
    Ok(examined)
}

impl Examined {
    fn add(&mut self, krate: &Crate, sources: &Sources, named: &Use) {
        let resolved = krate.resolve(&named.path, named.from, named.namespaces);
        let file = krate.module(named.from).file;
        let shown = |file: FileId| sources.shown(&krate.files[file.0]);
        let site = Site { file: shown(file), line: named.path.line, path: named.path.to_string() };
        if resolved.through_root && file != krate.root_file() {
            self.through_root.push(site.clone());
        }
        if resolved.missing && !named.is_guess {
            self.unresolved.push(site.clone());
        }
        for hit in resolved.hits {
            let Some(defining) = krate.defining(hit.target) else { continue };
            let to = krate.module(defining).file;
            if to != file && !(named.is_re_export && krate.is_below(defining, named.from)) {
                self.graph.add(shown(to), site.clone());
            }
        }
    }
}

impl Crate {
    /// The module that a target is defined in; `None` for a module, as such, and for another crate's.
    fn defining(&self, target: Target) -> Option<ModuleId> {
        match target {
            Target::Item(module) => Some(module),
            Target::Module(module) if self.module(module).scope == Scope::Enum => Some(module),
            Target::Module(_) | Target::Elsewhere => None,
        }
    }

    fn is_below(&self, module: ModuleId, ancestor: ModuleId) -> bool {
        let ancestor = self.nearest(ancestor);
        self.ancestors(module).skip(1).any(|module| module == ancestor)
    }
}
