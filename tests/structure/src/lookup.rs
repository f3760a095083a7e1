//! What a name means in a module: its items, its imports, its globs.

use crate::{
    names::{Binding, EVERY, Meaning, ModuleId, Namespace, ROOT, Scope},
    path::Path,
    resolve::{Hit, Resolver, Target},
};
use std::ptr;

impl<'a> Resolver<'a> {
    /// A name on its own, or the first one of a path.
    pub(crate) fn in_scope(&mut self, name: &str, from: ModuleId, namespaces: &[Namespace]) -> Vec<Hit> {
        let krate = self.krate;
        let mut hits = Vec::new();
        for namespace in namespaces {
            if *namespace == Namespace::Macro
                && let Some(definer) = krate.ancestors(from).find_map(|module| krate.module(module).textual.get(name))
            {
                hits.push(Hit::direct(Target::Item(*definer)));
                continue;
            }
            for module in krate.ancestors(from) {
                let found = self.named(module, name, *namespace, None);
                let is_last = !found.is_empty() || krate.module(module).scope == Scope::Module;
                hits.extend(found);
                if is_last {
                    break;
                }
            }
        }
        hits
    }

    /// Whether a name means something, in whichever namespace, besides the imports that are being resolved.
    pub(crate) fn is_bound(&self, name: &str, from: ModuleId) -> bool {
        let is_open = |import: &Path| self.open.iter().any(|(path, ..)| ptr::eq(*path, import));
        let krate = self.krate;
        let module = krate.module(krate.nearest(from));
        let mut bindings = module.names.get(name).into_iter().flatten();
        bindings.any(|binding| !matches!(&binding.meaning, Meaning::Import(path) if is_open(path)))
            || krate.ancestors(from).any(|module| krate.module(module).textual.contains_key(name))
    }

    /// A name in a module that a path names.
    pub(crate) fn member(&mut self, module: ModuleId, name: &str, namespaces: &[Namespace]) -> Vec<Hit> {
        let hits: Vec<_> = namespaces.iter().flat_map(|namespace| self.named(module, name, *namespace, None)).collect();
        let mut is_other_kind = || EVERY.iter().any(|namespace| !self.named(module, name, *namespace, None).is_empty());
        if !hits.is_empty() || is_other_kind() {
            return hits;
        }
        let target = match self.krate.module(module) {
            enumeration if enumeration.scope == Scope::Enum => Target::Module(module),
            generated if generated.has_item_macros => Target::Item(module),
            open if self.has_foreign_glob(open.globs.iter().map(|glob| &glob.path), module) => Target::Item(module),
            _ => return hits,
        };
        vec![Hit::direct(target)]
    }

    fn has_foreign_glob(&mut self, globs: impl Iterator<Item = &'a Path>, module: ModuleId) -> bool {
        let mut globs = globs;
        let is_foreign = |hit: &Hit| hit.target == Target::Elsewhere;
        globs.any(|path| self.path(path, module, &[Namespace::Type]).hits.iter().any(is_foreign))
    }

    /// What a name is bound to in a module, in itself or by a glob. `glob_of` is the module that has a glob of this one, which
    /// does not import private names unless it is below.
    fn named(&mut self, module: ModuleId, name: &str, namespace: Namespace, glob_of: Option<ModuleId>) -> Vec<Hit> {
        let krate = self.krate;
        let is_visible =
            |private: bool| !private || glob_of.is_none_or(|glob_of| krate.ancestors(glob_of).any(|at| at == module));
        let bindings = krate.module(module).names.get(name).into_iter().flatten();
        let mut hits = Vec::new();
        for binding in bindings {
            if binding.namespaces.contains(&namespace) && is_visible(binding.private) {
                hits.extend(self.bound(module, name, binding, namespace));
            }
        }
        if !hits.is_empty() {
            if hits.iter().any(|hit| !hit.is_guess) {
                hits.retain(|hit| !hit.is_guess);
            }
            return hits;
        }
        for glob in krate.module(module).globs.iter().filter(|glob| is_visible(glob.private)) {
            let imported = self.guarded(&glob.path, name, namespace, |resolver| {
                let sources = resolver.path(&glob.path, module, &[Namespace::Type]).hits;
                let named = sources.into_iter().map(|source| match source.target {
                    Target::Module(source) => resolver.named(source, name, namespace, Some(module)),
                    _ => Vec::new(),
                });
                named.flatten().collect()
            });
            hits.extend(
                imported.into_iter().map(|hit: Hit| Hit { through_root: hit.through_root || module == ROOT, ..hit }),
            );
        }
        hits
    }

    fn bound(&mut self, module: ModuleId, name: &str, binding: &'a Binding, namespace: Namespace) -> Vec<Hit> {
        let item = |module| vec![Hit::direct(Target::Item(module))];
        match &binding.meaning {
            Meaning::Item => item(module),
            Meaning::ItemOf(definer) => item(*definer),
            Meaning::Module(module) => vec![Hit::direct(Target::Module(*module))],
            Meaning::ExternCrate => vec![Hit { through_root: module == ROOT, ..Hit::direct(Target::Item(module)) }],
            Meaning::Import(path) => {
                let hits =
                    self.guarded(path, name, namespace, |resolver| resolver.path(path, module, &[namespace]).hits);
                let hits = hits.into_iter().map(|hit| match hit.target {
                    Target::Elsewhere => Hit { is_guess: true, ..Hit::direct(Target::Item(module)) },
                    _ => hit,
                });
                hits.map(|hit| Hit { through_root: module == ROOT, ..hit }).collect()
            }
        }
    }

    /// Nothing, if the answer is asked for already.
    fn guarded<T>(
        &mut self,
        import: &'a Path,
        name: &str,
        namespace: Namespace,
        find: impl FnOnce(&mut Self) -> Vec<T>,
    ) -> Vec<T> {
        if self.open.iter().any(|(path, open, at)| ptr::eq(*path, import) && open == name && *at == namespace) {
            return Vec::new();
        }
        self.open.push((import, name.to_owned(), namespace));
        let found = find(self);
        self.open.pop();
        found
    }
}
