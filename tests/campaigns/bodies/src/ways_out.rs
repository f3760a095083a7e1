//! Ways out of a block, a loop, or the body.

use crate::{
    scope::{Level, Loop, T},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    /// An expression that does not come back.
    pub(crate) fn way_out(&mut self) -> TokenStream {
        self.count("! never");
        let site = self.site();
        let out = self.dice.usize(0..4);
        if out < 2 && !self.frame.loops.is_empty() {
            let at = self.dice.usize(0..self.frame.loops.len());
            let Loop { label, value, continues } = self.frame.loops[at].clone();
            let is_innermost = at + 1 == self.frame.loops.len();
            let label = (!is_innermost || !continues || self.frame.in_condition || self.one_in(2)).then_some(label);
            if continues && self.one_in(2) {
                self.count("continue");
                return quote!(continue #label);
            }
            // What it moves is gone where the loop ends: as if it had been moved before.
            let value = value.map(|value| {
                self.count("break with a value");
                let value = self.branch(|w| w.expression(value));
                quote!((#value))
            });
            self.count("break");
            return quote!({ note(#site); break #label #value });
        }
        if out == 3 {
            self.count("panic");
            return quote!(boom(#site));
        }
        self.count(if self.frame.level == Level::Function { "return" } else { "return from inside" });
        let marks = if self.frame.level == Level::Function { quote!(leaving(#site)) } else { quote!(note(#site)) };
        let ret = self.frame.ret;
        if ret == T::Unit {
            return quote!({ #marks; return });
        }
        let is_fenced = self.frame.fence > self.frame.floor;
        let value = self.leaving(|w| {
            let moved = if is_fenced && ret == T::Int { w.take(T::N) } else { None };
            if let Some(var) = moved {
                w.count("early return that moves");
                return quote!(consume(#var));
            }
            w.expression(ret)
        });
        quote!({ #marks; return #value })
    }

    /// Something behind a `?`, if the frame has a use for that.
    pub(crate) fn questioned(&mut self, of: T) -> Option<TokenStream> {
        let (is_result, is_option) = (self.frame.ret.is_result(), self.frame.ret.is_option());
        let site = self.site();
        let asked = match (of, is_result, is_option) {
            (T::Int, true, _) => quote!(fail(#site)),
            (T::N, true, _) => quote!(fail_n(#site)),
            (T::Int, _, true) => quote!(none_i(#site)),
            (T::N, _, true) => quote!(none_n(#site)),
            _ => return None,
        };
        self.count(if is_result { "? on a Result" } else { "? on an Option" });
        Some(if self.frame.level == Level::Function { quote!(questioned(#site, #asked)?) } else { quote!(#asked?) })
    }
}
