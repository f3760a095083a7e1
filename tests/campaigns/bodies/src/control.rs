//! Control flow as an expression of any type.

use crate::{
    scope::{Loop, T},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    /// Control flow as an expression of any type.
    pub(crate) fn structure(&mut self, of: T) -> TokenStream {
        self.budget -= 1;
        match self.dice.u32(0..8) {
            0 => {
                self.count("if");
                let condition = self.condition();
                let then = self.branch(|w| w.block(of));
                let other = self.branch(|w| w.block(of));
                self.frame.settle();
                quote!(if #condition { #then } else { #other })
            }
            1 => {
                self.count("match of a number");
                let site = self.site();
                let arms: Vec<_> = (0..2).map(|_| self.branch(|w| w.arm(of))).collect();
                let last = self.branch(|w| w.arm_that_stays(of));
                self.frame.settle();
                let numbers = 0u32..;
                quote!(match pick(#site, 3) { #(#numbers => #arms,)* _ => #last })
            }
            2 => self.match_of_temporary(of),
            3 => self.if_let_of_temporary(of),
            4 => {
                self.count("labelled block");
                let label = self.label();
                let of_block = Loop { label: label.clone(), value: Some(of), continues: false };
                let block = self.labelled(of_block, |w| w.block(of));
                quote!(#label: { #block })
            }
            5 => {
                self.count("loop");
                let (label, site) = (self.label(), self.site());
                let of_loop = Loop { label: label.clone(), value: Some(of), continues: true };
                let (last, body) = self.repeated(Some(of_loop), |w| {
                    // What the loop ends with cannot go on with it: it might do so for ever.
                    let around = w.frame.loops.pop();
                    w.frame.in_condition = true;
                    let last = w.branch(|w| w.expression(of));
                    w.frame.in_condition = false;
                    w.frame.loops.extend(around);
                    w.count("break with a value");
                    (last, w.statements())
                });
                quote!(#label: loop { if !go(#site) { break #label (#last); } #(#body)* })
            }
            6 => {
                self.count("block");
                let vars = self.frame.vars.len();
                let block = self.block(of);
                self.frame.leave(vars);
                quote!({ #block })
            }
            _ => self.closure(of),
        }
    }

    /// As [`repeated`](Self::repeated), but for once.
    fn labelled<R>(&mut self, of_block: Loop, write: impl FnOnce(&mut Self) -> R) -> R {
        let fence = self.frame.fence;
        let vars = self.frame.vars.len();
        let in_condition = std::mem::replace(&mut self.frame.in_condition, false);
        self.frame.loops.push(of_block);
        let written = write(self);
        self.frame.loops.pop();
        self.frame.leave(vars);
        self.frame.fence = fence;
        self.frame.in_condition = in_condition;
        written
    }

    fn match_of_temporary(&mut self, of: T) -> TokenStream {
        let temporary = self.borrowed_option();
        let name = self.name("r");
        let guarded = self.one_in(2).then(|| {
            self.count("match guard");
            let guard = self.condition();
            let arm = self.branch(|w| {
                w.declare(&name, T::Ref, false);
                w.arm(of)
            });
            quote!(Some(#name) if #guard => #arm,)
        });
        self.count("match of a temporary");
        let some = self.branch(|w| {
            w.declare(&name, T::Ref, false);
            w.arm(of)
        });
        let none = self.branch(|w| w.arm_that_stays(of));
        self.frame.settle();
        quote!(match #temporary { #guarded Some(#name) => #some, None => #none })
    }

    fn if_let_of_temporary(&mut self, of: T) -> TokenStream {
        self.count("if let of a temporary");
        let temporary = self.borrowed_option();
        let name = self.name("r");
        let then = self.branch(|w| {
            w.declare(&name, T::Ref, false);
            w.block(of)
        });
        let other = self.branch(|w| w.block(of));
        self.frame.settle();
        quote!(if let Some(#name) = #temporary { #then } else { #other })
    }

    /// What stands behind a `=>`.
    fn arm(&mut self, of: T) -> TokenStream {
        if self.one_in(5) { self.way_out() } else { self.arm_that_stays(of) }
    }

    /// One of these in each `match` tells the compiler its type.
    fn arm_that_stays(&mut self, of: T) -> TokenStream {
        if self.one_in(2) {
            return self.expression(of);
        }
        let block = self.block(of);
        quote!({ #block })
    }
}
