//! A function whose calls share their result.

use super::{
    block::{braced, inner},
    call_span::CallSpan,
    runtime,
};
use crate::{
    parse::{async_trait, kind::Kind},
    plan::{Flight, FlightForm},
    tokens::regroup,
};
use proc_macro2::{Group, Span, TokenStream};
use quote::{quote, quote_spanned};

pub(crate) fn single_flight(flight: &Flight) -> TokenStream {
    let function = &flight.function;
    let head = &function.head;
    let body = match &function.kind {
        Kind::AsyncTrait(made) => {
            let block = enclose(&made.block, &TokenStream::new(), flight);
            let body = async_trait::replace(&function.body.stream(), &block);
            let inner_attributes = &function.inner_attributes;
            regroup(&function.body, quote!(#inner_attributes #body))
        }
        _ => enclose(&function.body, &function.inner_attributes, flight),
    };
    quote!(#head #body)
}

/// The map is bound to a name, for an owned one to live as long as the call; the key is made before the body captures
/// what it is made of. The three pairs of braces are those of an entry's function.
///
/// ```text
/// let __map = &self.lookups;
/// let __flight = ::scoped_entry::__private::Call.here().flight(&__map, &id);
/// __flight.run::<Reply, _>(async { … { body } }).await
/// ```
/// ```text
/// __flight.blocking_run::<Reply, _>(|| -> Reply { body })
/// ```
fn enclose(block: &Group, inner_attributes: &TokenStream, flight: &Flight) -> Group {
    let Flight { function, form, map, map_span, key, share, returned, returned_span, runtime: crate_path } = flight;
    let here = CallSpan::of_function(function).render(crate_path.as_ref());
    let flight = runtime::FLIGHT.at(*map_span);
    let method = match (form, share) {
        (FlightForm::Future, None) => runtime::RUN,
        (FlightForm::Future, Some(_)) => runtime::TRY_RUN,
        (FlightForm::Closure, None) => runtime::BLOCKING_RUN,
        (FlightForm::Closure, Some(_)) => runtime::TRY_BLOCKING_RUN,
    };
    let method = method.at(*returned_span);
    let body = inner(block);
    let call = match form {
        FlightForm::Future => {
            let hint = hint(returned);
            let body = braced(quote!(#hint #body));
            quote_spanned!(Span::mixed_site()=> __flight.#method::<#returned, _>(async #body).await)
        }
        FlightForm::Closure => {
            let body = braced(body);
            quote_spanned!(Span::mixed_site()=> __flight.#method::<#returned, _>(|| -> #returned #body))
        }
    };
    let middle = braced(quote_spanned! {Span::mixed_site()=>
        let __map = #map;
        let __flight = #here.#flight(&__map, #key);
        #call
    });
    regroup(block, quote!(#inner_attributes #middle))
}

/// What an `async` block cannot be annotated with: the type that a `?` or a `return` in it converts to.
///
/// ```text
/// if let Some(__returned) = Option::<Reply>::None { return __returned; }
/// ```
fn hint(returned: &TokenStream) -> TokenStream {
    let (some, option) = (runtime::some(), runtime::option());
    quote_spanned! {Span::mixed_site()=>
        if let #some(__returned) = #option::<#returned>::None {
            return __returned;
        }
    }
}
