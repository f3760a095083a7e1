//! Items of a file: its functions, the types of its fields, the modules that stand elsewhere.

use super::types::Types;
use crate::{
    ir::Function,
    lower::{Surroundings, function},
};
use quote::ToTokens;
use syn::{
    Attribute, Block, Fields, File, ImplItem, Item, ItemImpl, ItemMod, Meta, Signature, TraitItem, Type, Visibility,
};

/// What is gathered from the files of a crate.
pub(crate) struct Gathered<'a> {
    pub(crate) file: usize,
    /// Whether tests are read, too.
    pub(crate) tests: bool,
    pub(crate) functions: &'a mut Vec<Function>,
    pub(crate) types: &'a mut Types,
    /// The values of `#[path = "…"]`.
    pub(crate) paths: Vec<String>,
}

/// What a function belongs to.
struct Owner<'a> {
    of_type: Option<&'a str>,
    is_drop: bool,
    is_public: bool,
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

impl Gathered<'_> {
    pub(crate) fn file(&mut self, file: &File) {
        if self.tests || !is_test(&file.attrs) {
            self.items(&file.items);
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Fn(item) => {
                    let of = Owner { of_type: None, is_drop: false, is_public: is_public(&item.vis) };
                    self.function(&item.attrs, &item.sig, &item.block, of);
                }
                Item::Impl(item) => self.implementation(item),
                Item::Trait(item) => {
                    let name = item.ident.to_string();
                    for item in &item.items {
                        if let TraitItem::Fn(item) = item
                            && let Some(block) = &item.default
                        {
                            let of = Owner { of_type: Some(&name), is_drop: false, is_public: true };
                            self.function(&item.attrs, &item.sig, block, of);
                        }
                    }
                }
                Item::Mod(item) => self.module(item),
                Item::Struct(item) => self.fields(&item.fields),
                Item::Enum(item) => item.variants.iter().for_each(|variant| self.fields(&variant.fields)),
                Item::Static(item) => self.types.add(&item.ident.to_string(), text(&item.ty)),
                Item::Const(item) => self.types.add(&item.ident.to_string(), text(&item.ty)),
                Item::Type(item) => self.types.add(&item.ident.to_string(), text(&item.ty)),
                Item::Macro(item) => self.macro_items(item),
                _ => {}
            }
        }
    }

    fn module(&mut self, module: &ItemMod) {
        if !self.tests && is_test(&module.attrs) {
            return;
        }
        for attribute in &module.attrs {
            if let Meta::NameValue(meta) = &attribute.meta
                && meta.path.is_ident("path")
                && let syn::Expr::Lit(literal) = &meta.value
                && let syn::Lit::Str(path) = &literal.lit
            {
                self.paths.push(path.value());
            }
        }
        if let Some((_, items)) = &module.content {
            self.items(items);
        }
    }

    fn implementation(&mut self, item: &ItemImpl) {
        if !self.tests && is_test(&item.attrs) {
            return;
        }
        let of_type = type_name(&item.self_ty);
        let is_drop = item.trait_.as_ref().is_some_and(|(path, _)| {
            path.segments
                .last()
                .is_some_and(|name| name.ident == "Drop" || name.ident == "PinnedDrop" || name.ident == "AsyncDrop")
        });
        let item_of_trait = item.trait_.is_some();
        for item in &item.items {
            if let ImplItem::Fn(item) = item {
                let is_public = item_of_trait || is_public(&item.vis);
                let of = Owner { of_type: Some(&of_type), is_drop, is_public };
                self.function(&item.attrs, &item.sig, &item.block, of);
            }
        }
    }

    fn function(&mut self, attrs: &[Attribute], sig: &Signature, block: &Block, of: Owner<'_>) {
        if !self.tests && is_test(attrs) {
            return;
        }
        let Owner { of_type, is_drop, is_public } = of;
        let around = Surroundings { file: self.file, of_type, is_drop, is_public };
        self.functions.push(function(sig, block, &around));
        for statement in &block.stmts {
            if let syn::Stmt::Item(item) = statement {
                self.items(std::slice::from_ref(item));
            }
        }
    }

    fn fields(&mut self, fields: &Fields) {
        for (index, field) in fields.iter().enumerate() {
            let name = field.ident.as_ref().map_or_else(|| index.to_string(), ToString::to_string);
            self.types.add(&name, text(&field.ty));
        }
    }

    /// The items in a macro's call, where they are plain items: `thread_local!`, `lazy_static!`, `cfg_…! { fn … }`.
    fn macro_items(&mut self, item: &syn::ItemMacro) {
        if item.ident.is_some() || item.mac.tokens.is_empty() {
            return;
        }
        if let Ok(file) = syn::parse2::<File>(item.mac.tokens.clone()) {
            self.items(&file.items);
        }
    }
}

fn text(tokens: &impl ToTokens) -> String {
    crate::lower::text(tokens)
}

/// The last name of a type's path.
fn type_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default(),
        Type::Reference(inner) => type_name(&inner.elem),
        other => text(other),
    }
}

/// `#[cfg(test)]`, `#[test]`, `#[tokio::test]`, `#[bench]`.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let path = attribute.path();
        let last = path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default();
        match last.as_str() {
            "cfg" => {
                let condition = text(&attribute.meta);
                ["(test", "test)", " test,", "testing", "test-util", "test_util"]
                    .iter()
                    .any(|word| condition.contains(word))
                    && !condition.contains("not(test")
            }
            "rstest" | "bench" | "quickcheck" | "test_log" => true,
            name => name == "test" || name.ends_with("_test"),
        }
    })
}
