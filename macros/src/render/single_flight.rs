//! A function whose calls share a result.

use super::{
    block::{braced, enclosed, inner, separator},
    call_span::CallSpan,
    entry, runtime,
};
use crate::{
    plan::{Flight, FlightBody},
    tokens::regroup,
};
use proc_macro2::{Group, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;

pub(crate) fn single_flight(flight: &Flight) -> TokenStream {
    let function = &flight.function;
    let head = &function.head;
    let body = enclosed(function, |block, inner_attributes| enclose(block, inner_attributes, flight));
    quote!(#head #body)
}

/// The map is bound to a name, so that an owned map lives as long as the call. The key is evaluated before the body
/// captures the variables that the key is made of. The three pairs of braces are the same as in a function with an entry.
///
/// ```text
/// let __map = &self.lookups;
/// let __flight = ::scoped_entry::__private::Call.here().flight(&__map, &id);
/// __flight.run(async { … { body } }).await
/// ```
/// ```text
/// __flight.blocking_run::<Reply, _>(|| -> Reply { body })
/// ```
fn enclose(block: &Group, inner_attributes: &TokenStream, flight: &Flight) -> Group {
    let Flight { function, body: flight_body, map, map_span, key, share, returned, returned_span, crate_path, .. } =
        flight;
    if flight.is_unfinished {
        let (evaluated, body) = (entry::evaluated(&[map.clone(), key.clone()]), inner(block));
        let middle = braced(quote_spanned!(Span::mixed_site()=> #[allow(unreachable_code)] { #evaluated } #body));
        return regroup(block, quote!(#inner_attributes #middle));
    }
    let here = CallSpan::of_function(function).render(crate_path.as_ref());
    let flight = runtime::FLIGHT.at(*map_span);
    let method = match (flight_body, share) {
        (FlightBody::Future, None) => runtime::RUN,
        (FlightBody::Future, Some(_)) => runtime::TRY_RUN,
        (FlightBody::Closure, None) => runtime::BLOCKING_RUN,
        (FlightBody::Closure, Some(_)) => runtime::TRY_BLOCKING_RUN,
    };
    let method = method.at(*returned_span);
    // All tokens of the call have one location, which the compiler then reports each error about the result at, and so once.
    let located = Span::mixed_site().located_at(*returned_span);
    let body = inner(block);
    let (argument, parameter, awaited) = match flight_body {
        FlightBody::Future => {
            let hint = hint(returned, crate_path.as_ref());
            let mut body = braced(quote!(#hint #body));
            body.set_span(located);
            (quote_spanned!(located=> async #body), None, Some(quote_spanned!(located=> .await)))
        }
        FlightBody::Closure => {
            let body = braced(body);
            let parameter = quote_spanned!(located=> ::<#returned, _>);
            (quote_spanned!(located=> || -> #returned #body), Some(parameter), None)
        }
    };
    let call = quote_spanned!(located=> __flight.#method #parameter(#argument) #awaited);
    let middle = braced(quote_spanned! {Span::mixed_site()=>
        let __map = #map;
        let __flight = #here.#flight(&__map, #key);
        #call
    });
    let separator = separator(function, block);
    regroup(block, quote!(#inner_attributes #separator #middle))
}

/// Gives an `async` block the type that a `?` or a `return` in it converts to, which no annotation can.
///
/// ```text
/// if let Some(__returned) = Option::<Reply>::None { return __returned; }
/// ```
fn hint(returned: &TokenStream, crate_path: Option<&Path>) -> TokenStream {
    let (some, option) = (runtime::some(crate_path), runtime::option(crate_path));
    quote_spanned! {Span::mixed_site()=>
        if let #some(__returned) = #option::<#returned>::None {
            return __returned;
        }
    }
}
