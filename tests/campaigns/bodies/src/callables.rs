//! What a body makes and calls itself: closures, `async` blocks, and functions.

use crate::{
    either::either,
    scope::{Frame, Level, T, Var},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    /// A closure that is called where it stands, with a way out of its own.
    pub(crate) fn closure(&mut self, of: T) -> TokenStream {
        self.count("closure called");
        let frame = self.frame.borrowing(of, false);
        let body = self.inside(frame, |w| w.block(of));
        let returned = of.written();
        quote!((|| -> #returned { #body })())
    }

    pub(crate) fn async_block_awaited(&mut self) -> TokenStream {
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

    /// Something that is made here and runs later, if ever, with what it was given.
    pub(crate) fn for_later(&mut self) -> TokenStream {
        let is_future = self.dice.bool();
        let (given, inner) = (self.take(T::N), self.name("v"));
        let mut frame = Frame::new(Level::Inside, T::Int, is_future);
        if given.is_some() {
            frame.vars.push(Var::new(quote!(#inner), T::N));
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

    pub(crate) fn function_inside(&mut self) -> TokenStream {
        self.count("function inside");
        let (name, given, site) = (self.name("inside"), self.name("v"), self.site());
        let ret = if self.dice.bool() { T::Int } else { T::ResInt };
        let mut frame = Frame::new(Level::Inside, ret, false);
        frame.vars.push(Var::new(quote!(#given), T::N));
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
