//! Calls of a function by itself, from its own body.

use crate::{
    either::either,
    forms::{Form, Receiver},
    scope::{Level, T},
    writer::Writer,
};
use proc_macro2::TokenStream;
use quote::quote;

/// How a body can call the function that it is of.
#[derive(Clone)]
pub(crate) struct Again {
    pub(crate) form: Form,
    pub(crate) answer: T,
    pub(crate) arguments: Vec<TokenStream>,
    pub(crate) keys: Keys,
    /// What comes of a call that has the key of the one around it.
    pub(crate) same: Same,
}

/// Which keys the calls have.
#[derive(Clone, Copy)]
pub(crate) enum Keys {
    /// None: something is held.
    No,
    /// Each its own.
    Other,
    /// All the same one.
    Same,
    /// Those that are given to them, as this argument.
    Given(usize),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Same {
    Enters,
    IsRefused,
    /// One or the other: nobody knows whether the entry is still there.
    Depends,
}

impl Again {
    /// What the stage calls this key, and what is given as one.
    fn key(&self, is_same: bool) -> Option<(&'static str, TokenStream)> {
        let is_same = match self.keys {
            Keys::No => return Some(("no key", quote!())),
            Keys::Other => false,
            Keys::Same => true,
            Keys::Given(_) => is_same,
        };
        match self.same {
            _ if !is_same => Some(("other key", quote!(key(here())))),
            Same::Enters => Some(("same key", quote!(key(7)))),
            Same::IsRefused => Some(("taken key", quote!(key(7)))),
            Same::Depends => None,
        }
    }

    /// Whether a closure can borrow what such a call takes: before edition 2021 it borrows all of a `self` of which the
    /// body moves a field.
    pub(crate) fn is_for_closures(&self) -> bool {
        !matches!(self.form, Form::Method { receiver: Receiver::Own, .. })
    }

    fn is_stream(&self) -> bool {
        self.form.is_stream()
    }
}

impl Writer {
    /// Where a value of this type may come from another call.
    pub(crate) fn expression_again(&mut self, of: T) -> Option<TokenStream> {
        let again = self.frame.again.clone().filter(|again| again.answer == of && self.is_callable(again))?;
        if !self.one_in(4) || !self.spend() {
            return None;
        }
        let (call, site) = (self.call(&again)?, self.site());
        let other = self.branch(|w| w.expression(of));
        self.frame.settle();
        Some(quote!(if deeper(#site) { #call } else { #other }))
    }

    pub(crate) fn statement_again(&mut self) -> Option<TokenStream> {
        let again = self.frame.again.clone().filter(|again| self.is_callable(again))?;
        let (mut call, site, other) = (self.call(&again)?, self.site(), self.site());
        let (mut of, ret) = (again.answer, self.frame.ret);
        if of.is_result() && ret.is_result() || of.is_option() && ret.is_option() {
            self.count("call of itself behind ?");
            call =
                if self.frame.level == Level::Function { quote!(questioned(#other, #call)?) } else { quote!(#call?) };
            of = if matches!(of, T::ResN | T::OptN) { T::N } else { T::Int };
        }
        let (name, written) = (self.name("v"), of.written());
        let block = self.branch(|w| {
            w.declare(&name, of, false);
            w.block(T::Unit)
        });
        self.frame.settle();
        Some(quote!(if deeper(#site) { let #name: #written = #call; #block }))
    }

    /// A destructor that calls the function.
    pub(crate) fn late(&mut self) -> Option<TokenStream> {
        let again = self.frame.again.clone().filter(Again::is_for_closures)?;
        let (call, site) = (self.call_from_destructor(&again)?, self.site());
        let name = self.name("_late");
        self.count("call of itself from a destructor");
        Some(quote!(let #name = late(#site, || drop(#call));))
    }

    /// Whether it is, without anything that would poll it.
    fn is_callable(&self, again: &Again) -> bool {
        again.form.is_async() == self.frame.is_async
    }

    fn call(&mut self, again: &Again) -> Option<TokenStream> {
        if !again.form.is_async() {
            return self.descent(again, |call| call);
        }
        self.count("await of itself");
        self.descent(again, |call| quote!(#call.await))
    }

    fn call_from_destructor(&mut self, again: &Again) -> Option<TokenStream> {
        if !again.form.is_async() {
            return self.descent(again, |call| call);
        }
        let site = self.site();
        let call = self.descent(again, |call| quote!(poll_some(polls, #call)))?;
        Some(quote!({ let polls = pick(#site, 6); #call }))
    }

    /// A call, in a block that the stage is told of. Its temporaries drop before that block is left.
    fn descent(&mut self, again: &Again, run: impl FnOnce(TokenStream) -> TokenStream) -> Option<TokenStream> {
        let is_same = self.dice.bool();
        let (what, key) = again.key(is_same)?;
        self.count(match what {
            "same key" => "call of itself with its own key",
            "taken key" => "call of itself that is refused",
            "other key" => "call of itself with another key",
            _ => "call of itself that holds once more",
        });
        let twin = if what == "taken key" { quote!(refused) } else { quote!(twin) };
        let name = either(&twin, &quote!(annotated));
        let mut arguments = again.arguments.clone();
        if let Keys::Given(at) = again.keys {
            arguments[at] = key;
        }
        let (me, receiver) = match again.form {
            Form::Method { receiver: Receiver::Ref, .. } | Form::AsyncTrait => (quote!(), quote!(self.)),
            Form::Method { receiver: Receiver::Mut, .. } => {
                (quote!(let mut me = S { map: Arc::clone(&self.map), field: lent(990) };), quote!(me.))
            }
            Form::Method { receiver: Receiver::Own, .. } => {
                (quote!(), quote!(S { map: Arc::clone(&self.map), field: outer(990) }.))
            }
            _ => (quote!(), quote!()),
        };
        let call = quote!(#receiver #name(#(#arguments),*));
        let call = match again.form {
            _ if again.is_stream() => quote!(Box::pin(drain(Box::pin(deeper.called(#call))))),
            form if form.is_async() => quote!(Box::pin(deeper.called(#call))),
            _ => call,
        };
        let (run, site) = (run(call), self.site());
        Some(quote!({ let deeper = descend(#what, #site); #me let answer = #run; answer }))
    }
}
