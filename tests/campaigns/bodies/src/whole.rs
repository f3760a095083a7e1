//! Whole bodies: those of plain functions, and those that return a future or a stream.

use crate::{
    scope::{Frame, Level, T, Var},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

/// How a body makes what it returns, if that is lazy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lazy {
    /// Its last expression is a literal `async move { … }`.
    Literal,
    /// It is something else.
    Other,
    /// It may return early, and its last expression is a literal.
    EarlyLiteral,
    /// It may return early, and its last expression is something else.
    EarlyOther,
    /// It is a stream.
    Stream,
    EarlyStream,
}

impl Writer {
    /// Of a function that does the work itself, between its braces.
    pub(crate) fn whole(&mut self, frame: Frame) -> TokenStream {
        let ret = frame.ret;
        self.inside(frame, |w| match w.dice.u32(0..12) {
            0 | 1 => {
                w.count("body of one expression");
                w.expression(ret)
            }
            2 => {
                w.count("body of one macro call");
                let block = w.main_block(ret);
                quote!(as_is! { #block })
            }
            3 => {
                w.count("inner attribute");
                let block = w.main_block(ret);
                quote!(#![allow(unused)] #block)
            }
            4..8 if ret == T::Unit => {
                w.count("empty body");
                quote!()
            }
            _ => w.main_block(ret),
        })
    }

    /// Of a function that returns a future or a stream, between its braces.
    pub(crate) fn lazy(&mut self, lazy: Lazy, ret: T, is_pinned: bool, vars: &[Var]) -> TokenStream {
        let (mut vars, mut before) = (vars.to_vec(), Vec::new());
        for _ in 0..self.dice.u32(0..3) {
            let (name, site) = (self.name("c"), self.site());
            before.push(quote!(let #name = lent(#site);));
            let mut var = Var::new(quote!(#name), T::N);
            var.is_outer = true;
            vars.push(var);
        }
        if self.one_in(3) {
            let site = self.site();
            before.push(quote!(if unlikely(#site) { boom(#site); }));
        }
        let last = match lazy {
            Lazy::Literal | Lazy::EarlyLiteral => self.future(ret, &vars, is_pinned),
            Lazy::Stream | Lazy::EarlyStream => self.stream(&vars, is_pinned),
            Lazy::Other | Lazy::EarlyOther => {
                let future = self.future(ret, &vars, false);
                match (is_pinned, self.dice.bool()) {
                    (true, true) => quote!(boxed(#future)),
                    (true, false) => quote!({ let future = #future; Box::pin(future) }),
                    (false, true) => quote!({ let future = #future; future }),
                    (false, false) => quote!(std::convert::identity(#future)),
                }
            }
        };
        if matches!(lazy, Lazy::EarlyLiteral | Lazy::EarlyOther | Lazy::EarlyStream) {
            let site = self.site();
            let early = if lazy == Lazy::EarlyStream {
                self.stream(&vars, is_pinned)
            } else {
                self.future(ret, &vars, is_pinned)
            };
            before.push(quote!(if unlikely(#site) { note(#site); return #early; }));
        }
        quote!(#(#before)* #last)
    }

    /// A body that may return early, of an `impl` type: all that it returns comes from one place.
    pub(crate) fn early_opaque(&mut self, ret: T, var: &Var) -> TokenStream {
        let mut given = Var::new(quote!(given), T::N);
        given.is_outer = true;
        let (future, site, name) = (self.future(ret, &[given], false), self.site(), &var.name);
        quote! {
            let make = move |given: N, _number: u32| #future;
            if unlikely(#site) { note(#site); return make(#name, 1); }
            make(#name, 2)
        }
    }

    fn future(&mut self, ret: T, vars: &[Var], is_pinned: bool) -> TokenStream {
        let mut frame = Frame::new(Level::Function, ret, true);
        frame.vars = vars.to_vec();
        frame.again.clone_from(&self.frame.again);
        let written = ret.written();
        let block = self.inside(frame, |w| w.main_block(ret));
        // The type of a block that only ever leaves otherwise.
        let block = if ret == T::Unit { block } else { quote!(let answer: #written = { #block }; answer) };
        if is_pinned { quote!(Box::pin(async move { #block })) } else { quote!(async move { #block }) }
    }

    fn stream(&mut self, vars: &[Var], is_pinned: bool) -> TokenStream {
        let mut frame = Frame::new(Level::Function, T::Unit, true);
        (frame.vars, frame.gives) = (vars.to_vec(), true);
        frame.again.clone_from(&self.frame.again);
        let block = self.inside(frame, |w| {
            let statements: Vec<_> = (0..w.dice.u32(2..7)).map(|_| w.statement()).collect();
            quote!(#(#statements)*)
        });
        let stream = quote!(stream(move |y| async move { #block }));
        if is_pinned { quote!(Box::pin(#stream)) } else { stream }
    }
}
