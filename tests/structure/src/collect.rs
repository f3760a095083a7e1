//! The names that items define in their module.

use crate::{
    cfg::{is_left_out, of_item},
    names::{Binding, Crate, EVERY, Glob, Meaning, ModuleId, Namespace, ROOT, Scope},
    path::{leaves, text},
};
use proc_macro2::{TokenStream, TokenTree};
use syn::{ForeignItem, Ident, Item, ItemEnum, ItemMacro, ItemUse, Visibility};

const TYPE: &[Namespace] = &[Namespace::Type];
const VALUE: &[Namespace] = &[Namespace::Value];
/// Of a struct and of a variant, whatever their fields are.
const BOTH: &[Namespace] = &[Namespace::Type, Namespace::Value];

impl Crate {
    /// Binds what the items define, except for modules.
    pub(crate) fn collect<'a>(&mut self, module: ModuleId, items: impl IntoIterator<Item = &'a Item>) {
        for item in items {
            if !is_left_out(of_item(item)) {
                self.collect_item(module, item);
            }
        }
    }

    fn collect_item(&mut self, module: ModuleId, item: &Item) {
        let mut define = |ident: &Ident, vis: &Visibility, namespaces| {
            self.bind(module, text(ident), namespaces, is_private(vis), Meaning::Item);
        };
        match item {
            Item::Const(item) => define(&item.ident, &item.vis, VALUE),
            Item::Static(item) => define(&item.ident, &item.vis, VALUE),
            Item::Fn(item) => define(&item.sig.ident, &item.vis, VALUE),
            Item::Struct(item) => define(&item.ident, &item.vis, BOTH),
            Item::Trait(item) => define(&item.ident, &item.vis, TYPE),
            Item::TraitAlias(item) => define(&item.ident, &item.vis, TYPE),
            Item::Type(item) => define(&item.ident, &item.vis, TYPE),
            Item::Union(item) => define(&item.ident, &item.vis, TYPE),
            Item::ForeignMod(item) => item.items.iter().for_each(|item| match item {
                ForeignItem::Fn(item) => define(&item.sig.ident, &item.vis, VALUE),
                ForeignItem::Static(item) => define(&item.ident, &item.vis, VALUE),
                ForeignItem::Type(item) => define(&item.ident, &item.vis, TYPE),
                _ => {}
            }),
            Item::Enum(item) => self.collect_enum(module, item),
            Item::Use(item) => self.collect_use(module, item),
            Item::Macro(item) => self.collect_macro(module, item),
            Item::ExternCrate(item) => {
                let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
                let meaning = if item.ident == "self" { Meaning::Module(ROOT) } else { Meaning::ExternCrate };
                self.bind(module, text(name), TYPE, is_private(&item.vis), meaning);
            }
            _ => {}
        }
    }

    pub(crate) fn bind(
        &mut self,
        module: ModuleId,
        name: String,
        namespaces: &'static [Namespace],
        private: bool,
        meaning: Meaning,
    ) {
        let binding = Binding { namespaces, private, meaning };
        self.module_mut(module).names.entry(name).or_default().push(binding);
    }

    fn collect_enum(&mut self, module: ModuleId, item: &ItemEnum) {
        let variants = self.add_module(Scope::Enum, self.module(module).file, Some(module));
        for variant in &item.variants {
            self.bind(variants, text(&variant.ident), BOTH, false, Meaning::Item);
        }
        self.bind(module, text(&item.ident), TYPE, is_private(&item.vis), Meaning::Module(variants));
    }

    fn collect_use(&mut self, module: ModuleId, item: &ItemUse) {
        let private = is_private(&item.vis);
        for leaf in leaves(item) {
            match leaf.name {
                Some(name) => self.bind(module, name, EVERY, private, Meaning::Import(leaf.path)),
                None if leaf.path.segments.is_empty() => {}
                None => self.module_mut(module).globs.push(Glob { private, path: leaf.path }),
            }
        }
    }

    fn collect_macro(&mut self, module: ModuleId, item: &ItemMacro) {
        match &item.ident {
            Some(name) => {
                self.module_mut(module).textual.insert(text(name), module);
                if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                    self.bind(ROOT, text(name), &[Namespace::Macro], false, Meaning::ItemOf(module));
                }
            }
            None => {
                self.module_mut(module).has_item_macros = true;
                for name in defined(item.mac.tokens.clone()) {
                    self.bind(module, name, EVERY, false, Meaning::Item);
                }
            }
        }
    }
}

pub(crate) fn is_private(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Public(_) => false,
        Visibility::Restricted(visibility) => visibility.path.is_ident("self"),
        Visibility::Inherited => true,
    }
}

/// The names of the items among the tokens, not of those in braces.
fn defined(tokens: TokenStream) -> Vec<String> {
    const ITEMS: [&str; 8] = ["struct", "enum", "union", "trait", "fn", "type", "const", "static"];
    let tokens: Vec<_> = tokens.into_iter().collect();
    let pairs = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Ident(keyword), TokenTree::Ident(name)] if ITEMS.iter().any(|item| keyword == item) => {
            Some(text(name))
        }
        _ => None,
    });
    pairs.filter(|name| !ITEMS.contains(&name.as_str())).collect()
}
