//! One case: a function, annotated, beside its twin, and what plays the two.

use crate::{
    again::{Again, Same},
    attributes::Attributes,
    either::either,
    forms::Form::{self, AsyncTrait, Opaque, Pinned, UntilReturn},
    maps::MAPS,
    module::Parts,
    scope::{Frame, Level, T},
    signatures::{Allowed, Signature},
    whole::Lazy,
    writer::Writer,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

impl Writer {
    /// A module for one case, and the expression of its `Case`, without the source.
    pub(crate) fn case(&mut self, index: u64, module: &Ident) -> (TokenStream, TokenStream) {
        let form = Form::of(index);
        let map = &MAPS[usize::try_from(index).unwrap_or_default() % MAPS.len()];
        let is_hold = !matches!(form, Form::Method { .. } | AsyncTrait) && self.one_in(12);
        let is_stream = form.is_stream();
        let rets = [T::Int, T::ResInt, T::OptInt, T::N, T::ResN, T::OptN, T::ResInt, T::Unit];
        let ret = if is_stream { T::Unit } else { rets[self.dice.usize(0..rets.len())] };
        let is_lazy = form.lazy().is_some();
        let mut signature = self.signature(Allowed {
            references: !is_lazy,
            discards: form != AsyncTrait,
            generics: matches!(form, Form::Fn { .. }),
            // Where a parameter's destructor panics, rustc leaks what is being returned, and the entry with it.
            explosive: !is_lazy,
        });
        if form == Opaque(Lazy::EarlyOther) {
            signature = Signature::default();
            signature.parameters = vec![quote!(p0: N), quote!(p1: N)];
            signature.argument(quote!(lent(900)));
            signature.argument(quote!(lent(902)));
            signature.declare(&quote!(p0), T::N, false);
        }
        let (operand, held) = self.owner(form, is_hold, &mut signature);
        let attributes = self.attributes(form, ret, (!is_hold).then_some(map), &operand, &mut signature);
        self.frame.again = self.again(form, ret, is_hold || map.is_shared, &signature, &attributes);
        let body = self.body(form, ret, &signature, held, attributes.is_named);
        let code =
            Parts { form, ret, map, is_hold, signature: &signature, attributes: &attributes, body: &body }.module();
        let name = module.to_string();
        let (form_name, map_name) = (form.name(), if is_hold { "hold" } else { map.name });
        let extent = form.extent(attributes.is_named);
        let (is_in_closure, is_async, refuses) = (form.is_in_closure(), form.is_async(), attributes.refusal.is_some());
        let case = quote! {
            name: #name,
            form: #form_name,
            map: #map_name,
            extent: Extent::#extent,
            is_in_closure: #is_in_closure,
            is_async: #is_async,
            refuses: #refuses,
            play: #module::play,
        };
        (quote!(#[allow(warnings, clippy::all, clippy::pedantic)] mod #module { use super::*; #code }), case)
    }

    /// Some functions never call themselves.
    fn again(
        &mut self,
        form: Form,
        answer: T,
        is_shared: bool,
        signature: &Signature,
        attributes: &Attributes,
    ) -> Option<Again> {
        let same = match form {
            _ if is_shared => Same::Enters,
            _ if attributes.is_named => Same::Depends,
            // The entry has ended where the body of the future runs.
            UntilReturn => Same::Enters,
            _ => Same::IsRefused,
        };
        let again = Again { form, answer, arguments: signature.again.clone(), keys: attributes.keys, same };
        (!self.one_in(3)).then_some(again)
    }

    fn body(
        &mut self,
        form: Form,
        ret: T,
        signature: &Signature,
        held: Option<TokenStream>,
        is_named: bool,
    ) -> TokenStream {
        let is_pinned = matches!(form, Pinned(_) | UntilReturn);
        if let Some(lazy) = form.lazy() {
            let body = match form {
                Opaque(Lazy::EarlyOther) => self.early_opaque(ret, &signature.vars[0]),
                _ => self.lazy(lazy, ret, is_pinned, &signature.vars),
            };
            let kept = self.frame.again.is_some().then_some(&signature.kept).into_iter().flatten();
            return quote!(#(#kept)* #body);
        }
        let mut frame = Frame::new(Level::Function, ret, form.is_async());
        frame.vars.clone_from(&signature.vars);
        frame.again.clone_from(&self.frame.again);
        // A guard that is a local of the body's own may drop before the temporaries of its end do.
        frame.map = held.filter(|_| !is_named);
        let body = self.whole(frame);
        if !is_named {
            return body;
        }
        let site = self.site();
        let drops = either(&quote!(), &quote!(drop(entry);));
        let moves = either(&quote!(), &quote!(let _entry = entry;));
        match self.dice.u32(0..3) {
            0 => quote!({ #drops }; { #body }),
            1 => quote!({ if chance(#site) { #drops } }; { #body }),
            _ => quote!(#moves { #body }),
        }
    }
}
