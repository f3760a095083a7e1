//! Statements, and the blocks that they stand in.

use crate::{
    scope::{Frame, Level, Loop, T, ident},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

/// What the annotated function has in place of what its twin has; `crate::cases` makes one of it.
pub(crate) fn either(twin: &TokenStream, annotated: &TokenStream) -> TokenStream {
    quote!(either! { { #twin } { #annotated } })
}

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

    fn declaration(&mut self) -> TokenStream {
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

    fn pattern(&mut self) -> TokenStream {
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

    fn let_else(&mut self) -> TokenStream {
        self.count("let else");
        let name = self.name("v");
        let value = self.expression(T::OptN);
        let out = self.branch(Self::way_out);
        self.frame.settle();
        self.declare(&name, T::N, false);
        quote!(let Some(#name) = (#value) else { #out };)
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

    /// Something that is made here and runs later, if ever, with what it was given.
    fn for_later(&mut self) -> TokenStream {
        let is_future = self.dice.bool();
        let (given, inner) = (self.take(T::N), self.name("v"));
        let mut frame = Frame::new(Level::Inside, T::Int, is_future);
        if given.is_some() {
            frame.vars.push(crate::scope::Var::new(quote!(#inner), T::N));
        }
        let body = self.inside(frame, |w| w.block(T::Int));
        let given = given.map(|given| quote!(let #inner = #given;));
        let touched = given.is_some().then(|| quote!(#inner.touch();));
        if !is_future {
            self.count("closure for later");
            let name = self.name("_f");
            self.declare(&name, T::Once, false);
            return quote!(#given let #name = move |_: i64| -> i64 { #touched #body };);
        }
        let future = quote!(async move { #touched #body });
        match self.dice.u32(0..3) {
            0 => {
                self.count("async block dropped");
                quote!({ #given let _future = #future; })
            }
            1 => {
                self.count("async block polled once");
                quote!({ #given poll_once(#future); })
            }
            _ => {
                self.count("async block for later");
                let name = self.name("_f");
                if self.frame.is_async {
                    self.count("await of a variable");
                    let vars = self.frame.vars.len();
                    let (statement, condition) = (self.statement(), self.condition());
                    self.frame.leave(vars);
                    return quote!({ #given let #name = #future; #statement if #condition { #name.await; } });
                }
                self.declare(&name, T::Fut, false);
                quote!(#given let #name = #future;)
            }
        }
    }

    fn nested(&mut self) -> TokenStream {
        let site = self.site();
        let label = self.label();
        let of_loop = Loop { label: label.clone(), value: None, continues: true };
        match self.dice.u32(0..10) {
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
            _ => {
                let expression = self.expression(T::Unit);
                quote!(#expression;)
            }
        }
    }

    fn function_inside(&mut self) -> TokenStream {
        self.count("function inside");
        let (name, given, site) = (self.name("inside"), self.name("v"), self.site());
        let ret = if self.dice.bool() { T::Int } else { T::ResInt };
        let mut frame = Frame::new(Level::Inside, ret, false);
        frame.vars.push(crate::scope::Var::new(quote!(#given), T::N));
        let body = self.inside(frame, |w| w.block(ret));
        let written = ret.written();
        let attribute = either(&quote!(), &quote!(#[scoped_entry(map = inner_plain(), key = #site)]));
        let value = self.value();
        quote!({
            #attribute
            fn #name(#given: N) -> #written { #body }
            let _answer = #name(#value);
        })
    }
}
