//! Statements, and the blocks that they stand in.

use crate::{either::either, scope::T, writer::Writer};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    /// The inside of a block: its variables stay declared until the caller leaves it.
    pub(crate) fn block(&mut self, of: T) -> TokenStream {
        let statements = self.statements();
        if of == T::Unit && self.one_in(2) {
            return quote!(#(#statements)*);
        }
        let tail = self.expression(of);
        quote!(#(#statements)* #tail)
    }

    /// The inside of a body, which has more to it than most blocks.
    pub(crate) fn main_block(&mut self, of: T) -> TokenStream {
        let statements: Vec<_> = (0..self.dice.u32(1..5)).map(|_| self.statement()).collect();
        let rest = self.block(of);
        quote!(#(#statements)* #rest)
    }

    pub(crate) fn statements(&mut self) -> Vec<TokenStream> {
        let most = if self.budget == 0 { 2 } else { 4 };
        (0..self.dice.u32(0..most)).map(|_| self.statement()).collect()
    }

    pub(crate) fn statement(&mut self) -> TokenStream {
        if self.budget > 0 && self.one_in(2) {
            self.budget -= 1;
            return self.nested();
        }
        self.simple()
    }

    fn simple(&mut self) -> TokenStream {
        let site = self.site();
        if self.frame.is_async && self.one_in(6) {
            self.count("await");
            return quote!(wait(#site, noisy(#site).touch()).await;);
        }
        match self.dice.u32(0..22) {
            0..5 => self.declaration(),
            5 => {
                self.count("let _ = temporary");
                let value = self.value();
                if self.dice.bool() { quote!(let _ = #value;) } else { quote!(_ = #value;) }
            }
            6 => match self.noisy_var() {
                Some(var) => {
                    self.count("let _ = variable");
                    quote!(let _ = &#var;)
                }
                None => quote!(note(#site);),
            },
            7 => match self.take(T::N).or_else(|| self.take(T::Gen)).or_else(|| self.take(T::Pair)) {
                Some(var) => {
                    self.count("drop");
                    quote!(drop(#var);)
                }
                None => quote!(noisy(#site);),
            },
            9 => {
                self.count("extended temporary");
                let name = self.name("r");
                let written = match self.dice.u32(0..3) {
                    0 => quote!(let #name = &noisy(#site);),
                    1 => quote!(let #name: &N = { note(#site); &noisy(#site) };),
                    _ => quote!(let (#name, _) = (&noisy(#site), &noisy(#site));),
                };
                self.declare(&name, T::Ref, false);
                written
            }
            10 => self.pattern(),
            11 => self.let_else(),
            12 => {
                self.count("conditional declaration");
                let name = self.name("v");
                let condition = self.condition();
                let then = self.branch(Self::value);
                let other = self.branch(|w| if w.one_in(4) { w.way_out() } else { w.value() });
                self.frame.settle();
                self.declare(&name, T::N, false);
                quote!(let #name; if #condition { #name = #then; } else { #name = #other; })
            }
            13 => self.enter(),
            14 => match self.frame.map.clone() {
                Some(map) => {
                    self.count("hold in a variable");
                    let name = self.name("held");
                    quote!(let #name = hold(#map, #site); #name.touch();)
                }
                None => quote!(note(#site);),
            },
            15 if self.frame.gives => {
                self.count("give");
                let number = self.expression(T::Int);
                quote!(y.give(#site, #number).await;)
            }
            16 | 17 => self.for_later(),
            18 => {
                let condition = self.condition();
                let out = self.branch(Self::way_out);
                self.frame.settle();
                quote!(if #condition { #out; })
            }
            19 => {
                self.count("panic");
                quote!(if unlikely(#site) { boom(#site); })
            }
            8 | 20 => self.change(),
            _ => {
                let number = self.expression(T::Int);
                quote!(add(1, #number);)
            }
        }
    }

    fn change(&mut self) -> TokenStream {
        let site = self.site();
        match self.changeable() {
            Some((var, T::N, is_outer)) => match self.dice.u32(0..4) {
                0 | 2 if !is_outer => {
                    self.count("assignment");
                    let value = self.lent(&var, Self::value);
                    quote!(#var = #value;)
                }
                1 => {
                    self.count("mut borrow");
                    let name = self.name("m");
                    let block = self.lent(&var, |w| {
                        let vars = w.frame.vars.len();
                        w.declare(&name, T::RefMut, false);
                        let block = w.block(T::Unit);
                        w.frame.leave(vars);
                        block
                    });
                    quote!({ let #name = &mut #var; #name.change(); #block })
                }
                _ => {
                    self.count("change");
                    quote!(#var.change();)
                }
            },
            Some((var, T::RefMut, _)) => quote!(#var.change();),
            Some((var, _, _)) if self.frame.loops.is_empty() => {
                let value = self.lent(&var, Self::value);
                quote!({ let more = #value; #var.push(more); })
            }
            _ => quote!(note(#site);),
        }
    }

    fn enter(&mut self) -> TokenStream {
        let site = self.site();
        if !self.frame.loops.is_empty() && self.one_in(2) {
            self.count("enter! that is refused");
            let out = self.branch(Self::way_out);
            self.frame.settle();
            return either(
                &quote!(if is_taken(#site) { #out };),
                &quote!(enter!(map = inner_keys(), key = taken(#site), occupied = #out);),
            );
        }
        self.count("enter!");
        let annotated = if self.dice.bool() {
            quote!(enter!(map = inner(), key = fresh(#site), value = inner_val(#site), occupied = boom(#site));)
        } else {
            quote!(enter!(map = inner_shared(), key = #site, value = inner_val(#site));)
        };
        either(&quote!(let _inner = by_hand(#site);), &annotated)
    }
}
