//! Parameters, and what they are called with.

use crate::{
    scope::{T, Var, ident},
    writer::Writer,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// What a function is declared and called with, besides its map.
#[derive(Default)]
pub(crate) struct Signature {
    pub(crate) parameters: Vec<TokenStream>,
    pub(crate) arguments: Vec<TokenStream>,
    /// What its own body calls the function with, in the place of these.
    pub(crate) again: Vec<TokenStream>,
    /// What a body has to keep for such a call, where what it returns outlives what it has borrowed.
    pub(crate) kept: Vec<TokenStream>,
    /// What has to be there before the call, and longer.
    pub(crate) setup: Vec<TokenStream>,
    pub(crate) generics: Vec<TokenStream>,
    pub(crate) vars: Vec<Var>,
}

/// Which parameters a form can have.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "they have nothing to do with each other")]
pub(crate) struct Allowed {
    pub(crate) references: bool,
    /// Patterns that leave something out.
    pub(crate) discards: bool,
    pub(crate) generics: bool,
    /// Whether their destructors may panic.
    pub(crate) explosive: bool,
}

impl Writer {
    pub(crate) fn signature(&mut self, allowed: Allowed) -> Signature {
        let mut signature = Signature::default();
        for at in 0..self.dice.u32(1..4) {
            self.parameter(&mut signature, at, allowed);
        }
        if signature.vars.is_empty() {
            signature.argument(quote!(lent(909)));
            signature.own(&quote!(p9), false);
        }
        signature
    }

    fn parameter(&mut self, signature: &mut Signature, at: u32, allowed: Allowed) {
        let name = ident(&format!("p{at}"));
        let other = ident(&format!("q{at}"));
        let site = Literal::u32_unsuffixed(900 + 2 * at);
        let (value, pair) =
            if allowed.explosive { (ident("outer"), ident("outer_pair")) } else { (ident("lent"), ident("lent_pair")) };
        match self.dice.u32(0..12) {
            0 if allowed.references => {
                signature.setup.push(quote!(let #name = lent(#site);));
                signature.parameters.push(quote!(#name: &N));
                signature.arguments.push(quote!(&#name));
                signature.again.push(quote!(&lent(#site)));
                signature.vars.push(Var::new(quote!(#name), T::Ref));
            }
            1 if allowed.references => {
                signature.setup.push(quote!(let mut #name = lent(#site);));
                signature.parameters.push(quote!(#name: &mut N));
                signature.arguments.push(quote!(&mut #name));
                signature.again.push(quote!(&mut lent(#site)));
                signature.vars.push(Var::new(quote!(#name), T::RefMut));
            }
            2 if allowed.discards => {
                signature.parameters.push(quote!(_: N));
                signature.argument(quote!(#value(#site)));
            }
            3 if allowed.discards => {
                signature.parameters.push(quote!((#name, _): (N, N)));
                signature.argument(quote!((#value(#site), #value(#site))));
                signature.declare(&quote!(#name), T::N, false);
            }
            4 if allowed.discards => {
                signature.parameters.push(quote!(Pair { right: #name, .. }: Pair));
                signature.argument(quote!(#pair(#site)));
                signature.declare(&quote!(#name), T::N, false);
            }
            5 | 6 => {
                signature.parameters.push(quote!((#name, #other): (N, N)));
                signature.argument(quote!((#value(#site), #value(#site))));
                signature.declare(&quote!(#name), T::N, false);
                signature.declare(&quote!(#other), T::N, false);
            }
            7 => {
                signature.parameters.push(quote!(#name: Pair));
                signature.argument(quote!(#pair(#site)));
                signature.declare(&quote!(#name), T::Pair, false);
            }
            8 if allowed.generics => {
                let generic = ident(&format!("G{at}"));
                signature.generics.push(quote!(#generic: Touch));
                signature.parameters.push(quote!(#name: #generic));
                signature.argument(quote!(#value(#site)));
                signature.declare(&quote!(#name), T::Gen, false);
            }
            9 if allowed.generics => {
                signature.parameters.push(quote!(#name: impl Touch));
                signature.argument(quote!(#value(#site)));
                signature.declare(&quote!(#name), T::Gen, false);
            }
            turn => {
                signature.argument(quote!(#value(#site)));
                signature.own(&quote!(#name), turn % 2 == 0);
            }
        }
    }
}

impl Signature {
    /// One that does for calls from the body, too.
    pub(crate) fn argument(&mut self, argument: TokenStream) {
        self.again.push(argument.clone());
        self.arguments.push(argument);
    }

    fn own(&mut self, name: &TokenStream, is_mut: bool) {
        let mutable = is_mut.then(|| ident("mut"));
        self.parameters.push(quote!(#mutable #name: N));
        self.declare(name, T::N, is_mut);
    }

    pub(crate) fn declare(&mut self, name: &TokenStream, of: T, is_mut: bool) {
        let mut var = Var::new(name.clone(), of);
        (var.is_outer, var.is_mut) = (true, is_mut);
        self.vars.push(var);
    }
}
