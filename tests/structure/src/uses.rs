//! What the code of a module names.

use crate::{
    names::{Crate, ModuleId, Namespace},
    path::Path,
    scope::Locals,
    tokens,
};
use syn::{
    Item, QSelf,
    visit::{self, Visit},
};

/// A path that code in a module names.
pub(crate) struct Use {
    pub(crate) path: Path,
    pub(crate) from: ModuleId,
    pub(crate) namespaces: &'static [Namespace],
    /// `use path;` with a visibility.
    pub(crate) is_re_export: bool,
    /// In the tokens of a macro, where what looks like a path may be none.
    pub(crate) is_guess: bool,
}

/// All uses in the items of a module. Adds the blocks with items in them to the crate.
pub(crate) fn uses(krate: &mut Crate, module: ModuleId, items: &[Item]) -> Vec<Use> {
    let mut visitor = Visitor { krate, module, locals: Locals::default(), uses: Vec::new() };
    for item in items {
        visitor.visit_item(item);
    }
    visitor.uses
}

pub(crate) struct Visitor<'a> {
    pub(crate) krate: &'a mut Crate,
    pub(crate) module: ModuleId,
    pub(crate) locals: Locals,
    pub(crate) uses: Vec<Use>,
}

impl Visitor<'_> {
    pub(crate) fn add(&mut self, path: Path, namespaces: &'static [Namespace], is_guess: bool) {
        let first = &path.segments[0];
        let is_local = !path.absolute
            && (self.locals.have(Namespace::Type, first)
                || path.segments.len() == 1
                    && namespaces.contains(&Namespace::Value)
                    && self.locals.have(Namespace::Value, first));
        if !is_local {
            self.uses.push(Use { path, from: self.module, namespaces, is_re_export: false, is_guess });
        }
    }

    pub(crate) fn add_guesses(&mut self, found: Vec<tokens::Found>) {
        for (path, namespaces) in found {
            self.add(path, namespaces, true);
        }
    }

    pub(crate) fn in_scope(&mut self, visit: impl FnOnce(&mut Self)) {
        self.locals.enter();
        visit(self);
        self.locals.leave();
    }

    /// `<T>::NAME` names no item besides those of `T`.
    pub(crate) fn qualified(&mut self, qself: Option<&QSelf>, path: &syn::Path) {
        if let Some(qself) = qself {
            self.visit_qself(qself);
        }
        if qself.is_none_or(|qself| qself.position > 0) {
            self.visit_path(path);
        } else {
            visit::visit_path(self, path);
        }
    }
}
