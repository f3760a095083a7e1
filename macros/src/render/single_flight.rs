//! A function whose calls share their result.

use super::{entry::Place, inner};
use crate::{
    lowered, paths,
    plan::{Flight, FlightOf},
    tokens::regroup,
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

pub(crate) fn flight(flight: &Flight) -> TokenStream {
    let Flight { function, lowered, .. } = flight;
    let head = &function.head;
    let body = match lowered {
        None => enclose(&function.body, &function.inner_attributes, flight),
        Some(lowered) => {
            let block = enclose(&lowered.block, &TokenStream::new(), flight);
            let body = lowered::replace(&function.body.stream(), &block);
            let inner_attributes = &function.inner_attributes;
            regroup(&function.body, quote!(#inner_attributes #body))
        }
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
    let Flight { function, of, map, map_span, key, share, returned, returned_span, runtime, .. } = flight;
    let here = Place::of(function).render(runtime.as_ref());
    let depart = Ident::new("flight", Span::mixed_site().located_at(*map_span));
    let method = match (of, share) {
        (FlightOf::Future, None) => "run",
        (FlightOf::Future, Some(_)) => "try_run",
        (FlightOf::Closure, None) => "blocking_run",
        (FlightOf::Closure, Some(_)) => "try_blocking_run",
    };
    let method = Ident::new(method, Span::mixed_site().located_at(*returned_span));
    let body = inner(block);
    let flown = match of {
        FlightOf::Future => {
            let hint = hint(returned);
            let body = braces(quote!(#hint #body));
            quote_spanned!(Span::mixed_site()=> __flight.#method::<#returned, _>(async #body).await)
        }
        FlightOf::Closure => {
            let body = braces(body);
            quote_spanned!(Span::mixed_site()=> __flight.#method::<#returned, _>(|| -> #returned #body))
        }
    };
    let middle = braces(quote_spanned! {Span::mixed_site()=>
        let __map = #map;
        let __flight = #here.#depart(&__map, #key);
        #flown
    });
    regroup(block, quote!(#inner_attributes #middle))
}

fn braces(tokens: TokenStream) -> Group {
    let mut braces = Group::new(Delimiter::Brace, tokens);
    braces.set_span(Span::mixed_site());
    braces
}

/// What an `async` block cannot be annotated with: the type that a `?` or a `return` in it converts to.
///
/// ```text
/// if let Some(__returned) = Option::<Reply>::None { return __returned; }
/// ```
fn hint(returned: &TokenStream) -> TokenStream {
    let (some, option) = (paths::some(), paths::option());
    quote_spanned! {Span::mixed_site()=>
        if let #some(__returned) = #option::<#returned>::None {
            return __returned;
        }
    }
}
