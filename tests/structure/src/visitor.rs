//! The walk through the syntax: paths, macros, and what is in scope where.

use crate::{
    cfg::{is_left_out, of_impl_item, of_item, of_trait_item},
    collect::is_private,
    names::{EVERY, Namespace, Scope},
    path::{Path, leaves, text},
    tokens,
    uses::{Use, Visitor},
};
use syn::{
    Arm, Attribute, Block, ExprClosure, ExprForLoop, ExprIf, ExprLet, ExprPath, ExprWhile, Field, GenericParam,
    ImplItem, Item, ItemMacro, ItemMod, ItemUse, Local, Macro, PatIdent, Stmt, StmtMacro, TraitItem, TypePath, Variant,
    VisRestricted,
    visit::{self, Visit},
};

impl<'ast> Visit<'ast> for Visitor<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_left_out(of_item(item)) {
            let hidden = self.locals.hide();
            visit::visit_item(self, item);
            self.locals.restore(hidden);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        for leaf in leaves(item).into_iter().filter(|leaf| leaf.name.is_some()) {
            self.uses.push(Use {
                path: leaf.path,
                from: self.module,
                namespaces: EVERY,
                is_re_export: !is_private(&item.vis),
                is_guess: false,
            });
        }
    }

    // Inside a function body; the others are modules of the crate.
    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        match item.ident {
            Some(_) => self.add_guesses(tokens::in_expansions(&item.mac.tokens)),
            None => self.visit_macro(&item.mac),
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if !is_left_out(of_impl_item(item)) {
            self.in_scope(|visitor| visit::visit_impl_item(visitor, item));
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        if !is_left_out(of_trait_item(item)) {
            self.in_scope(|visitor| visit::visit_trait_item(visitor, item));
        }
    }

    fn visit_field(&mut self, field: &'ast Field) {
        if !is_left_out(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_variant(&mut self, variant: &'ast Variant) {
        if !is_left_out(&variant.attrs) {
            visit::visit_variant(self, variant);
        }
    }

    fn visit_generic_param(&mut self, parameter: &'ast GenericParam) {
        match parameter {
            GenericParam::Type(parameter) => self.locals.add(Namespace::Type, text(&parameter.ident)),
            GenericParam::Const(parameter) => self.locals.add(Namespace::Value, text(&parameter.ident)),
            GenericParam::Lifetime(_) => {}
        }
        visit::visit_generic_param(self, parameter);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        let items: Vec<_> = block
            .stmts
            .iter()
            .filter_map(|statement| match statement {
                Stmt::Item(item) => Some(item),
                _ => None,
            })
            .collect();
        let outer = self.module;
        if !items.is_empty() {
            self.module = self.krate.add_module(Scope::Block, self.krate.module(outer).file, Some(outer));
            self.krate.collect(self.module, items);
        }
        self.in_scope(|visitor| visit::visit_block(visitor, block));
        self.module = outer;
    }

    fn visit_stmt_macro(&mut self, statement: &'ast StmtMacro) {
        if !is_left_out(&statement.attrs) {
            visit::visit_stmt_macro(self, statement);
        }
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if !is_left_out(&local.attrs) {
            if let Some(init) = &local.init {
                self.visit_local_init(init);
            }
            self.visit_pat(&local.pat);
        }
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        if !is_left_out(&arm.attrs) {
            self.in_scope(|visitor| visit::visit_arm(visitor, arm));
        }
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.in_scope(|visitor| visit::visit_expr_closure(visitor, closure));
    }

    fn visit_expr_if(&mut self, expression: &'ast ExprIf) {
        self.in_scope(|visitor| visit::visit_expr_if(visitor, expression));
    }

    fn visit_expr_while(&mut self, expression: &'ast ExprWhile) {
        self.in_scope(|visitor| visit::visit_expr_while(visitor, expression));
    }

    fn visit_expr_for_loop(&mut self, expression: &'ast ExprForLoop) {
        self.visit_expr(&expression.expr);
        self.in_scope(|visitor| {
            visitor.visit_pat(&expression.pat);
            visitor.visit_block(&expression.body);
        });
    }

    fn visit_expr_let(&mut self, expression: &'ast ExprLet) {
        self.visit_expr(&expression.expr);
        self.visit_pat(&expression.pat);
    }

    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        let name = text(&pattern.ident);
        if name.starts_with(|first: char| first.is_uppercase()) {
            // A constant, or a variant.
            self.add(Path::of(&pattern.ident.clone().into()), &[Namespace::Value], false);
        } else {
            self.locals.add(Namespace::Value, name);
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_type_path(&mut self, path: &'ast TypePath) {
        self.qualified(path.qself.as_ref(), &path.path);
    }

    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        self.qualified(path.qself.as_ref(), &path.path);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.add(Path::of(path), &[Namespace::Type, Namespace::Value], false);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, invocation: &'ast Macro) {
        self.add(Path::of(&invocation.path), &[Namespace::Macro], false);
        let name = invocation.path.segments.last().map(|segment| text(&segment.ident)).unwrap_or_default();
        self.add_guesses(tokens::in_arguments(&name, &invocation.tokens));
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        self.add(Path::of(attribute.path()), &[Namespace::Macro], false);
    }

    // `pub(in path)` depends on nothing.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}
}
