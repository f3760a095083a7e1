//! The modules of a crate, and the names in each.

use crate::path::Path;
use std::{collections::HashMap, path::PathBuf};
use syn::Item;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileId(pub(crate) usize);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ModuleId(pub(crate) usize);

pub(crate) const ROOT: ModuleId = ModuleId(0);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Namespace {
    Type,
    Value,
    Macro,
}

pub(crate) const EVERY: &[Namespace] = &[Namespace::Type, Namespace::Value, Namespace::Macro];

#[derive(Default)]
pub(crate) struct Crate {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) modules: Vec<Module>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    Module,
    /// A block with items in it, whose names hide those of the module.
    Block,
    /// Its names are the variants.
    Enum,
}

pub(crate) struct Module {
    pub(crate) scope: Scope,
    pub(crate) file: FileId,
    pub(crate) parent: Option<ModuleId>,
    pub(crate) items: Vec<Item>,
    pub(crate) names: HashMap<String, Vec<Binding>>,
    pub(crate) globs: Vec<Glob>,
    /// Every `macro_rules!`, with the module that it is defined in.
    pub(crate) textual: HashMap<String, ModuleId>,
    /// Whether a macro is invoked where items are, which may define any name.
    pub(crate) has_item_macros: bool,
}

pub(crate) struct Binding {
    pub(crate) namespaces: &'static [Namespace],
    pub(crate) private: bool,
    pub(crate) meaning: Meaning,
}

pub(crate) enum Meaning {
    Item,
    /// A macro that is exported from another module than the root.
    ItemOf(ModuleId),
    Module(ModuleId),
    Import(Path),
    ExternCrate,
}

pub(crate) struct Glob {
    pub(crate) private: bool,
    pub(crate) path: Path,
}

impl Crate {
    pub(crate) fn module(&self, module: ModuleId) -> &Module {
        &self.modules[module.0]
    }

    pub(crate) fn module_mut(&mut self, module: ModuleId) -> &mut Module {
        &mut self.modules[module.0]
    }

    pub(crate) fn add_module(&mut self, scope: Scope, file: FileId, parent: Option<ModuleId>) -> ModuleId {
        self.modules.push(Module {
            scope,
            file,
            parent,
            items: Vec::new(),
            names: HashMap::new(),
            globs: Vec::new(),
            textual: HashMap::new(),
            has_item_macros: false,
        });
        ModuleId(self.modules.len() - 1)
    }

    /// The module itself, and what it is in.
    pub(crate) fn ancestors(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> {
        std::iter::successors(Some(module), |module| self.module(*module).parent)
    }

    /// What `self` means in a path.
    pub(crate) fn nearest(&self, module: ModuleId) -> ModuleId {
        self.ancestors(module).find(|module| self.module(*module).scope == Scope::Module).unwrap_or(ROOT)
    }

    /// What `super` means in a path.
    pub(crate) fn above(&self, module: ModuleId) -> ModuleId {
        self.module(self.nearest(module)).parent.map_or(ROOT, |parent| self.nearest(parent))
    }
}
