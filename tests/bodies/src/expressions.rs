//! Expressions of each type.

use crate::{
    scope::{Level, Loop, T},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    pub(crate) fn expression(&mut self, of: T) -> TokenStream {
        if self.budget > 0 && self.one_in(3) {
            return self.structure(of);
        }
        match of {
            T::Unit => {
                let site = self.site();
                quote!(note(#site))
            }
            T::Int => self.int(),
            T::N => self.value(),
            T::OptInt => self.option_of_int(),
            T::OptN => self.option_of_value(),
            T::ResInt => self.result_of_int(),
            T::ResN => self.result_of_value(),
            T::Pair => {
                let (left, right) = (self.value(), self.value());
                quote!(Pair { right: #right, left: #left })
            }
            T::Vec => {
                self.count("vec");
                let values: Vec<_> = (0..self.dice.u32(0..4)).map(|_| self.value()).collect();
                quote!(vec_of([#(#values),*]))
            }
            T::Boxed => {
                self.count("boxed value");
                let value = self.value();
                quote!(Box::new(#value))
            }
            T::Ref | T::RefMut | T::Once | T::Fut | T::Gen => unreachable!("nobody asks for one"),
        }
    }

    /// Control flow as an expression of any type.
    fn structure(&mut self, of: T) -> TokenStream {
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

    /// An `Option<&N>` into a temporary.
    pub(crate) fn borrowed_option(&mut self) -> TokenStream {
        self.count("temporary");
        let site = self.site();
        match self.dice.u32(0..3) {
            0 => quote!(noisy(#site).some()),
            1 => quote!(noisy(#site).borrowed().some()),
            _ => {
                let value = self.site();
                quote!(Some(&noisy(#value)).filter(|_| chance(#site)))
            }
        }
    }

    /// A closure that is called where it stands, with a way out of its own.
    fn closure(&mut self, of: T) -> TokenStream {
        self.count("closure called");
        let frame = self.frame.borrowing(of, false);
        let body = self.inside(frame, |w| w.block(of));
        let returned = of.written();
        quote!((|| -> #returned { #body })())
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
    fn questioned(&mut self, of: T) -> Option<TokenStream> {
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

    pub(crate) fn condition(&mut self) -> TokenStream {
        let in_condition = std::mem::replace(&mut self.frame.in_condition, true);
        let (site, other) = (self.site(), self.site());
        let condition = match self.dice.u32(0..6) {
            0 => {
                self.count("condition of temporaries");
                quote!(noisy(#site).is())
            }
            1 => {
                self.count("condition of temporaries");
                quote!(chance(#site) && noisy(#other).is() || noisy(#other).borrowed().is())
            }
            2 => match self.noisy_var() {
                Some(var) => quote!(#var.is()),
                None => quote!(!chance(#site)),
            },
            3 => {
                let number = self.int();
                quote!(add(1, #number) % 2 == 0)
            }
            _ => quote!(chance(#site)),
        };
        self.frame.in_condition = in_condition;
        condition
    }

    fn int(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..14) {
            0..3 => match self.touchable() {
                Some((var, T::Ref | T::RefMut | T::Boxed)) => quote!(#var.touch()),
                Some((var, _)) => quote!(touch(&#var)),
                None => quote!(#site),
            },
            3 => {
                self.count("temporary");
                quote!(noisy(#site).touch())
            }
            4 => {
                self.count("temporary in a call");
                let (left, right) = (self.int(), self.int());
                quote!(add(noisy(#site).touch(), add(#left, #right)))
            }
            5 | 6 => self.questioned(T::Int).unwrap_or_else(|| quote!(#site)),
            7 | 8 if self.frame.is_async => {
                if let Some(var) = self.take(T::Fut) {
                    self.count("await of a variable");
                    return quote!(#var.await);
                }
                self.count("await");
                let number = if self.one_in(3) { self.int() } else { quote!(noisy(#site).touch()) };
                let site = self.site();
                quote!(wait(#site, #number).await)
            }
            9 if self.frame.is_async && self.spend() => self.async_block_awaited(),
            10 => {
                let value = self.value();
                quote!(consume(#value))
            }
            11 => match self.take(T::Once) {
                Some(var) => quote!(#var(#site)),
                None => quote!(#site),
            },
            12 => match self.frame.map.clone() {
                Some(map) => {
                    self.count("hold in a temporary");
                    quote!(hold(#map, #site).touch())
                }
                None => quote!(#site),
            },
            13 => match self.take(T::Pair) {
                Some(var) => quote!(consume(#var)),
                None => {
                    self.count("array");
                    let (left, right) = (self.value(), self.value());
                    quote!([#left, #right].iter().map(touch).fold(0, add))
                }
            },
            _ => quote!(#site),
        }
    }

    fn async_block_awaited(&mut self) -> TokenStream {
        self.count("async block awaited");
        if self.one_in(2) {
            let frame = self.frame.borrowing(T::Int, true);
            let body = self.inside(frame, |w| w.block(T::Int));
            return quote!((async { #body }).await);
        }
        let frame = self.frame.borrowing(T::ResInt, true);
        let body = self.inside(frame, |w| w.block(T::ResInt));
        let site = self.site();
        quote!(as_res(async { #body }).await.unwrap_or(#site))
    }

    pub(crate) fn value(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..12) {
            0..3 => match self.take(T::N) {
                Some(var) => {
                    self.count("move of a variable");
                    var
                }
                None => quote!(noisy(#site)),
            },
            3 => match self.take_part() {
                Some(part) => {
                    self.count("move of a part");
                    part
                }
                None => quote!(noisy(#site)),
            },
            4 => self.questioned(T::N).unwrap_or_else(|| quote!(noisy(#site))),
            5 if self.frame.is_async => {
                self.count("await of a value");
                let value = self.value();
                quote!(wait_n(#site, #value).await)
            }
            6 => match self.changeable() {
                Some((var, T::N, is_outer)) => {
                    self.count("replace");
                    let new = if is_outer { quote!(outer(#site)) } else { quote!(noisy(#site)) };
                    quote!(std::mem::replace(&mut #var, #new).moved())
                }
                Some((var, T::RefMut, _)) => {
                    self.count("replace");
                    quote!(std::mem::take(&mut *#var).moved())
                }
                _ => quote!(noisy(#site)),
            },
            7 => match self.take(T::Boxed) {
                Some(var) => quote!((*#var)),
                None => quote!(noisy(#site)),
            },
            8 => quote!(none_n(#site).unwrap_or_default()),
            _ => quote!(noisy(#site)),
        }
    }

    fn option_of_int(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..3) {
            0 => quote!(none_i(#site)),
            1 => quote!(noisy(#site).some().map(N::touch)),
            _ => {
                let number = self.int();
                quote!(Some(#number))
            }
        }
    }

    fn option_of_value(&mut self) -> TokenStream {
        let site = self.site();
        if let Some(var) = self.take(T::OptN) {
            return var;
        }
        if self.dice.bool() {
            return quote!(none_n(#site));
        }
        let value = self.value();
        quote!(Some(#value))
    }

    fn result_of_int(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..4) {
            0 => quote!(fail(#site)),
            1 => quote!(noisy(#site).some().map(N::touch).ok_or_else(|| Fail(noisy(#site)))),
            2 => {
                let value = self.value();
                quote!(Err(Fail(#value)))
            }
            _ => {
                let number = self.int();
                quote!(Ok(#number))
            }
        }
    }

    fn result_of_value(&mut self) -> TokenStream {
        let site = self.site();
        if self.dice.bool() {
            return quote!(fail_n(#site));
        }
        let value = self.value();
        quote!(Ok(#value))
    }
}
