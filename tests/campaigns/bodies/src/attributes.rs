//! What the attributes of a function say, and how it comes by its map.

use crate::{
    again::Keys,
    forms::{
        Form::{self, AsyncTrait, Opaque, Pinned, UntilReturn},
        Receiver,
    },
    maps::Map,
    scope::{T, Var},
    signatures::Signature,
    whole::Lazy,
    writer::Writer,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// What the attributes say, and what that takes.
pub(crate) struct Attributes {
    pub(crate) written: Vec<TokenStream>,
    /// What the twin does in the place of the arguments.
    pub(crate) arguments: TokenStream,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) is_named: bool,
    pub(crate) keys: Keys,
}

pub(crate) enum Refusal {
    Return(TokenStream),
    Boom,
}

/// The sites of what stands in the attributes: see the stage's `compare`.
fn argument_site(at: u32) -> Literal {
    Literal::u32_unsuffixed(1_000_000 + at)
}

impl Writer {
    /// How the function comes by its map: what the attribute names, and what the body can hold.
    pub(crate) fn owner(
        &mut self,
        form: Form,
        is_hold: bool,
        signature: &mut Signature,
    ) -> (TokenStream, Option<TokenStream>) {
        let is_lazy = form.lazy().is_some();
        if is_hold {
            signature.parameters.push(quote!(gauge: &Arc<Gauge>));
            signature.argument(quote!(&gauge));
            signature.kept.push(quote!(let gauge = Arc::clone(gauge);));
            return (quote!(gauge.up()), None);
        }
        let mut parameter = |of: TokenStream, argument: TokenStream| {
            signature.parameters.push(of);
            signature.argument(argument);
        };
        match form {
            Form::Method { receiver, .. } => {
                let mut field = Var::new(quote!(self.field), T::N);
                (field.is_outer, field.is_mut) = (true, receiver != Receiver::Ref);
                field.is_mut = receiver == Receiver::Mut;
                if receiver != Receiver::Own {
                    field.of = if receiver == Receiver::Mut { T::N } else { T::Ref };
                }
                if receiver == Receiver::Own {
                    signature.vars.push(field);
                }
                let operand = if self.dice.bool() { quote!(self.map) } else { quote!(Arc::clone(&self.map)) };
                (operand, Some(quote!(&*self.map)))
            }
            AsyncTrait => (quote!(self.map), None),
            _ if is_lazy => match self.dice.u32(0..3) {
                0 => {
                    parameter(quote!(map: &'a M), quote!(&*map));
                    (quote!(map), None)
                }
                1 => (quote!(MAP), None),
                _ => {
                    parameter(quote!(map: &Arc<M>), quote!(&map));
                    signature.kept.push(quote!(let map = Arc::clone(map);));
                    (quote!(Arc::clone(map)), None)
                }
            },
            _ => match self.dice.u32(0..5) {
                0 => {
                    parameter(quote!(map: &M), quote!(&*map));
                    (quote!(map), Some(quote!(map)))
                }
                1 => {
                    parameter(quote!(map: &Arc<M>), quote!(&map));
                    (quote!(Arc::clone(map)), Some(quote!(&**map)))
                }
                2 => {
                    parameter(quote!(map: Arc<M>), quote!(Arc::clone(&map)));
                    (quote!(map), Some(quote!(&*map)))
                }
                3 => {
                    parameter(quote!(map: &Arc<M>), quote!(&map));
                    (quote!(map), Some(quote!(&**map)))
                }
                _ => (quote!(MAP), Some(quote!(&*MAP))),
            },
        }
    }

    pub(crate) fn attributes(
        &mut self,
        form: Form,
        ret: T,
        map: Option<&Map>,
        operand: &TokenStream,
        signature: &mut Signature,
    ) -> Attributes {
        let until = (form == UntilReturn).then(|| quote!(, until = return));
        let Some(map) = map else {
            let written = vec![quote!(#[scoped_entry(hold = #operand #until)])];
            return Attributes { written, arguments: quote!(), refusal: None, is_named: false, keys: Keys::No };
        };
        // What is worth a try in a map where several calls may hold a key is that they do.
        let is_own = !map.is_shared && self.dice.bool();
        let (number, mut keys) = if is_own { (quote!(here()), Keys::Other) } else { (quote!(7), Keys::Same) };
        let (mut key, mut arguments) = (quote!(key(#number)), quote!());
        let site = argument_site(1);
        match self.dice.u32(0..4) {
            0 if ret.is_result() && form.lazy().is_none() => {
                (key, arguments) = (quote!(no_key(#site, #number)?), quote!(no_key(#site, #number)?;));
            }
            1 if form.awaits() => {
                (key, arguments) =
                    (quote!(waited_key(#site, #number).await), quote!(waited_key(#site, #number).await;));
            }
            2 => {
                signature.parameters.push(quote!(id: Key));
                keys = Keys::Given(signature.arguments.len());
                signature.argument(quote!(key(7)));
                key = quote!(id);
            }
            _ => {}
        }
        let value = (map.has_values && self.dice.bool()).then(|| quote!(, value = val()));
        let is_named = form.lazy().is_none() && self.one_in(8);
        let guard = is_named.then(|| quote!(, guard = entry));
        let refusal = (!map.is_shared).then(|| self.refusal(form, ret));
        let occupied = refusal.as_ref().map(|refusal| {
            let refused = match refusal {
                Refusal::Return(value) => quote!(return #value),
                Refusal::Boom => quote!(boom(1_000_003)),
            };
            if self.dice.bool() {
                quote!(, occupied = #refused)
            } else {
                quote!(, occupied = |existing| { let _existing = existing; #refused })
            }
        });
        let mut written = vec![quote!(#[scoped_entry(map = #operand, key = #key #value #occupied #guard #until)])];
        if self.one_in(6) && form != UntilReturn {
            signature.parameters.push(quote!(second: &Arc<UniqueMap<Key, Val>>));
            signature.argument(quote!(&second));
            signature.kept.push(quote!(let second = Arc::clone(second);));
            written
                .push(quote!(#[scoped_entry(map = Arc::clone(second), key = key(here()), occupied = boom(1_000_005))]));
        }
        Attributes { written, arguments, refusal, is_named, keys }
    }

    fn refusal(&mut self, form: Form, ret: T) -> Refusal {
        let value = match ret {
            T::Unit => quote!(()),
            T::Int => quote!(-1),
            T::OptInt | T::OptN => quote!(None),
            T::N => quote!(noisy(1_000_004)),
            _ => quote!(Err(Fail(noisy(1_000_004)))),
        };
        match form {
            _ if self.one_in(4) => Refusal::Boom,
            Pinned(Lazy::Stream | Lazy::EarlyStream) | Opaque(_) => Refusal::Boom,
            Pinned(_) | UntilReturn => Refusal::Return(quote!(Box::pin(std::future::ready(#value)))),
            _ => Refusal::Return(value),
        }
    }
}
