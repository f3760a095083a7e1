//! Statements that declare variables.

use crate::{
    scope::{T, ident},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    pub(crate) fn declaration(&mut self) -> TokenStream {
        let of = match self.dice.u32(0..10) {
            0..4 => T::N,
            4 => T::Int,
            5 => T::Pair,
            6 => T::Vec,
            7 => T::Boxed,
            8 => T::OptN,
            _ => T::ResN,
        };
        self.count("let");
        let value = self.expression(of);
        let hidden = if of == T::N && self.one_in(6) { self.hide() } else { None };
        let prefix = if self.dice.bool() { "v" } else { "_v" };
        let name = hidden.unwrap_or_else(|| self.name(prefix));
        let is_mut = matches!(of, T::N | T::Vec) && !self.one_in(3);
        self.declare(&name, of, is_mut);
        let written = of.written();
        let mutable = is_mut.then(|| ident("mut"));
        quote!(let #mutable #name: #written = #value;)
    }

    /// The name of a variable that is out of reach from now on.
    fn hide(&mut self) -> Option<proc_macro2::Ident> {
        let at = self.frame.vars.iter().rposition(|var| var.of == T::N && !var.name.to_string().contains('.'))?;
        let name = self.frame.vars[at].name.to_string();
        self.count("shadowing");
        for var in &mut self.frame.vars {
            if var.name.to_string() == name {
                (var.is_moved, var.was_moved) = (true, true);
            }
        }
        Some(ident(&name))
    }

    pub(crate) fn pattern(&mut self) -> TokenStream {
        self.count("pattern");
        let (one, other) = (self.name("v"), self.name("v"));
        let (left, right) = (self.value(), self.value());
        match self.dice.u32(0..4) {
            0 => {
                self.declare(&one, T::N, false);
                self.declare(&other, T::N, false);
                quote!(let (#one, #other) = (#left, #right);)
            }
            1 => {
                self.declare(&one, T::N, false);
                quote!(let (#one, _) = (#left, #right);)
            }
            2 => {
                self.declare(&one, T::N, false);
                quote!(let Pair { right: #one, .. } = (Pair { left: #left, right: #right });)
            }
            _ => {
                self.count("match of a tuple");
                let mut arm = |name: &proc_macro2::Ident| {
                    self.branch(|w| {
                        w.declare(name, T::N, false);
                        w.block(T::Unit)
                    })
                };
                let (first, second) = (arm(&one), arm(&other));
                self.frame.settle();
                let site = self.site();
                quote!(match (#left, chance(#site), #right) {
                    (#one, true, _) => { #first }
                    (_, false, #other) => { #second }
                })
            }
        }
    }

    pub(crate) fn let_else(&mut self) -> TokenStream {
        self.count("let else");
        let name = self.name("v");
        let value = self.expression(T::OptN);
        let out = self.branch(Self::way_out);
        self.frame.settle();
        self.declare(&name, T::N, false);
        quote!(let Some(#name) = (#value) else { #out };)
    }
}
