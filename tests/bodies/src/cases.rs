//! One case: a function, annotated, beside its twin, and what plays the two.

use crate::{
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
        let is_stream = matches!(form.lazy(), Some(Lazy::Stream | Lazy::EarlyStream));
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
            signature.arguments = vec![quote!(lent(900)), quote!(lent(902))];
            signature.declare(&quote!(p0), T::N, false);
        }
        let (operand, held) = self.owner(form, is_hold, &mut signature);
        let attributes = self.attributes(form, ret, (!is_hold).then_some(map), &operand, &mut signature);
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

    fn body(
        &mut self,
        form: Form,
        ret: T,
        signature: &Signature,
        held: Option<TokenStream>,
        is_named: bool,
    ) -> TokenStream {
        let is_pinned = matches!(form, Pinned(_) | UntilReturn);
        if form == Opaque(Lazy::EarlyOther) {
            return self.early_opaque(ret, &signature.vars[0]);
        }
        if let Some(lazy) = form.lazy() {
            return self.lazy(lazy, ret, is_pinned, &signature.vars);
        }
        let mut frame = Frame::new(Level::Function, ret, form.is_async());
        frame.vars.clone_from(&signature.vars);
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
