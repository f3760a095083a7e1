//! From source files to modules: where the file of `mod x;` is.

use crate::{
    cfg::{is_left_out, of_item},
    collect::is_private,
    names::{Crate, FileId, Meaning, ModuleId, Namespace, ROOT, Scope},
    path::text,
    sources::{Sources, normalised},
};
use std::{
    error::Error,
    mem,
    path::{Path, PathBuf},
};
use syn::{Attribute, Expr, ExprLit, Item, ItemMod, Lit, Meta};

/// Where a module's children are.
struct Folders {
    /// Of `mod x;`.
    children: PathBuf,
    /// What a `#[path]` is relative to.
    paths: PathBuf,
}

/// The modules of the crate with its root in `lib.rs`, without those that exist in tests only.
pub(crate) fn load(sources: &Sources) -> Result<Crate, Box<dyn Error>> {
    let mut loader = Loader { sources, krate: Crate::default() };
    loader.file(None, PathBuf::from("lib.rs"), true)?;
    Ok(loader.krate)
}

struct Loader<'a> {
    sources: &'a Sources,
    krate: Crate,
}

impl Loader<'_> {
    /// `has_own_folder`: its children are beside it, and not in a folder of its name.
    fn file(
        &mut self,
        parent: Option<ModuleId>,
        path: PathBuf,
        has_own_folder: bool,
    ) -> Result<ModuleId, Box<dyn Error>> {
        let shown = self.sources.shown(&path);
        let source = self.sources.text(&path).ok_or_else(|| format!("{shown}: there is no such file"))?;
        let syntax =
            syn::parse_file(source).map_err(|error| format!("{shown}:{}: {error}", error.span().start().line))?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let children = if has_own_folder { folder.clone() } else { path.with_extension("") };
        self.krate.files.push(path);
        let file = FileId(self.krate.files.len() - 1);
        self.module(parent, file, syntax.items, &Folders { children, paths: folder })
    }

    fn module(
        &mut self,
        parent: Option<ModuleId>,
        file: FileId,
        mut items: Vec<Item>,
        folders: &Folders,
    ) -> Result<ModuleId, Box<dyn Error>> {
        let module = self.krate.add_module(Scope::Module, file, parent);
        self.krate.collect(module, &items);
        for item in &mut items {
            if let Item::Mod(item) = item
                && !is_left_out(&item.attrs)
            {
                self.child(module, file, item, folders)?;
            }
        }
        items.retain(|item| !matches!(item, Item::Mod(_)) && !is_left_out(of_item(item)));
        self.krate.module_mut(module).items = items;
        Ok(module)
    }

    fn child(
        &mut self,
        parent: ModuleId,
        file: FileId,
        item: &mut ItemMod,
        folders: &Folders,
    ) -> Result<(), Box<dyn Error>> {
        let name = text(&item.ident);
        let path = path_attribute(&item.attrs).map(|path| normalised(&folders.paths.join(path)));
        let child = match (item.content.take(), path) {
            (Some((_, items)), path) => {
                let folder = path.unwrap_or_else(|| folders.children.join(name.as_str()));
                let folders = Folders { children: folder.clone(), paths: folder };
                self.module(Some(parent), file, items, &folders)?
            }
            (None, Some(path)) => self.file(Some(parent), path, true)?,
            (None, None) => {
                let in_folder = folders.children.join(&name).join("mod.rs");
                if self.sources.text(&in_folder).is_some() {
                    self.file(Some(parent), in_folder, true)?
                } else {
                    self.file(Some(parent), folders.children.join(&name).with_extension("rs"), false)?
                }
            }
        };
        if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_use")) {
            let textual = self.krate.module(child).textual.clone();
            self.krate.module_mut(parent).textual.extend(textual);
        }
        self.krate.bind(parent, name, &[Namespace::Type], is_private(&item.vis), Meaning::Module(child));
        Ok(())
    }
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("path") => match &meta.value {
            Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => Some(path.value()),
            _ => None,
        },
        _ => None,
    })
}

impl Crate {
    /// Takes the modules' items out, to be looked at while names are resolved.
    pub(crate) fn take_items(&mut self) -> Vec<(ModuleId, Vec<Item>)> {
        let items = self.modules.iter_mut().map(|module| mem::take(&mut module.items));
        items.enumerate().map(|(index, items)| (ModuleId(index), items)).collect()
    }

    pub(crate) fn root_file(&self) -> FileId {
        self.module(ROOT).file
    }
}
