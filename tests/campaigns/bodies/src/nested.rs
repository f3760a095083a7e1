//! Statements that have others in them.

use crate::{
    scope::{Loop, T},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    pub(crate) fn nested(&mut self) -> TokenStream {
        let site = self.site();
        let label = self.label();
        let of_loop = Loop { label: label.clone(), value: None, continues: true };
        match self.dice.u32(0..13) {
            0 => {
                self.count("while");
                let (condition, body) = self.repeated(Some(of_loop), |w| {
                    let around = w.frame.loops.pop();
                    let condition = w.condition();
                    w.frame.loops.extend(around);
                    (condition, w.statements())
                });
                quote!(#label: while go(#site) && (#condition) { #(#body)* })
            }
            1 => {
                self.count("for over numbers");
                let body = self.repeated(Some(of_loop), Self::statements);
                quote!(#label: for _ in 0..pick(#site, 4) { #(#body)* })
            }
            2 => {
                self.count("for over values");
                let values = self.expression(T::Vec);
                let name = self.name("v");
                let body = self.repeated(Some(of_loop), |w| {
                    w.declare(&name, T::N, false);
                    w.statements()
                });
                quote!(#label: for #name in #values { #(#body)* })
            }
            3 => {
                self.count("for by reference");
                let (one, other) = (self.value(), self.value());
                let name = self.name("r");
                let body = self.repeated(Some(of_loop), |w| {
                    w.declare(&name, T::Ref, false);
                    w.statements()
                });
                quote!(#label: for #name in vec_of([#one, #other]).iter() { #(#body)* })
            }
            4 => {
                self.count("while let");
                let values = self.expression(T::Vec);
                let (stack, name) = (self.name("stack"), self.name("v"));
                let body = self.repeated(Some(of_loop), |w| {
                    w.declare(&name, T::N, false);
                    w.statements()
                });
                quote!({ let mut #stack = #values; #label: while let Some(#name) = #stack.pop() { #(#body)* } })
            }
            5 => {
                self.count("while let");
                let name = self.name("r");
                let body = self.repeated(Some(of_loop), |w| {
                    w.declare(&name, T::Ref, false);
                    w.statements()
                });
                quote!(#label: while let Some(#name) = noisy(#site).some().filter(|_| go(#site)) { #(#body)* })
            }
            6 => {
                self.count("if let");
                let name = self.name("v");
                let value = self.expression(T::OptN);
                let then = self.branch(|w| {
                    w.declare(&name, T::N, false);
                    w.block(T::Unit)
                });
                let other = self.branch(|w| w.block(T::Unit));
                self.frame.settle();
                quote!(if let Some(#name) = #value { #then } else { #other })
            }
            7 => self.function_inside(),
            8 | 9 => self.statement_again().unwrap_or_else(|| self.of_unit()),
            10 => self.late().unwrap_or_else(|| self.of_unit()),
            _ => self.of_unit(),
        }
    }

    fn of_unit(&mut self) -> TokenStream {
        let expression = self.expression(T::Unit);
        quote!(#expression;)
    }
}
