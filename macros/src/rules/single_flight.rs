//! The rules for `#[single_flight]`: a call whose effects the calls that wait for it would miss is rejected.

use super::{entry::Site, key, map};
use crate::{
    diagnostics::Diagnostics,
    parse::{
        arguments::{Arguments, Form, Name},
        function::Function,
        kind::Kind,
    },
    plan::{Flight, FlightBody},
    return_type::{lazy_traits, probe},
    tokens::{borrow, unfinished::is_unfinished},
};
use proc_macro2::Span;
use quote::quote;
use syn::{
    FnArg, ReceiverKind, Type,
    spanned::Spanned,
    visit::{self, Visit},
};

pub(crate) fn single_flight(
    arguments: &Arguments,
    function: Function,
    diagnostics: &mut Diagnostics,
) -> Option<Flight> {
    for name in [Name::Map, Name::Key] {
        if arguments.is_missing(name) {
            diagnostics
                .absent(format_args!("`{name}` is required, as in `#[single_flight(map = self.lookups, key = id)]`"));
        }
    }
    let signature = &function.signature;
    if let Some(constness) = &signature.constness {
        diagnostics.at(constness.span(), "a `const fn` cannot wait for another call: it may run at compile time");
    }
    if let (None, Some(span)) = (signature.asyncness, function.tracks_caller()) {
        diagnostics.at(
            span,
            "`#[track_caller]` is not supported here: the body of a `single_flight` runs in a closure, which has its own \
             caller; remove `#[track_caller]`",
        );
    }
    for parameter in &signature.inputs {
        if let Some(span) = exclusive(parameter) {
            diagnostics.at(
                span,
                "`single_flight` cannot share a call that takes an argument by `&mut`: a call that waits gets the result \
                 of another one, and its own argument would stay unchanged; take it by value or by `&`, or return the \
                 change",
            );
        }
    }
    let (returned, body) = match &function.kind {
        Kind::AsyncTrait(made) => (made.returned.clone(), FlightBody::Future),
        Kind::Async => (function.returned().cloned(), FlightBody::Future),
        Kind::Sync | Kind::AsyncRecursion | Kind::Lazy(_) => (function.returned().cloned(), FlightBody::Closure),
    };
    if let Some(returned) = &returned {
        misfits(returned, &function.kind, diagnostics);
    }
    let is_map = arguments.map.as_ref().is_none_or(|map| map::check(map, diagnostics));
    if let Some(key) = &arguments.key {
        key::check(key, &function, Form::Flight, diagnostics);
    }
    let site = Site::Function(&function, function.receiver());
    let crate_path = arguments.crate_path.clone();
    let map = arguments.map.as_ref().map(|map| site.rewrite_self(borrow::borrowed(map), diagnostics));
    let key = arguments.key.as_ref().map(|key| site.rewrite_self(borrow::key(key, crate_path.as_ref()), diagnostics));
    let map_span = arguments.map.as_ref().map_or_else(Span::call_site, Spanned::span);
    let returned_span = returned.as_ref().map_or_else(|| function.name().span(), probe::name_span);
    let returned = returned.as_ref().map_or_else(|| quote!(()), probe::in_a_body);
    let (map, key) = (map.filter(|_| is_map)?, key?);
    let share = arguments.share;
    let is_unfinished = [&arguments.map, &arguments.key].into_iter().flatten().any(is_unfinished);
    Some(Flight { function, body, is_unfinished, map, map_span, key, share, returned, returned_span, crate_path })
}

/// Reports return types whose values cannot be shared.
fn misfits(returned: &Type, kind: &Kind, diagnostics: &mut Diagnostics) {
    if let Type::Never(never) = returned {
        diagnostics.at(never.span(), "a function that never returns has nothing to share");
    } else if let Some((_, span)) = lazy_traits::named(returned) {
        diagnostics.at(
            span,
            "`single_flight` shares results, but this function returns work that has not run yet: make it an `async fn`",
        );
    } else if probe::contains_impl(returned) {
        diagnostics.at(
            returned.span(),
            "`single_flight` stores the result in its map for the calls that wait, and an `impl` type has no name to \
             store it under: write the type out",
        );
    }
    // In a function that `#[async_trait]` has made, every lifetime has a name.
    if let Some(span) = borrows(returned).filter(|_| !matches!(kind, Kind::AsyncTrait(_))) {
        diagnostics.at(
            span,
            "this function returns a value borrowed from its arguments, but the calls that wait have their own: return an \
             owned value, such as `String` or `Arc<…>`",
        );
    }
}

/// The first elided lifetime in the return type, which would be that of an argument.
fn borrows(returned: &Type) -> Option<Span> {
    struct Borrows(Option<Span>);

    impl<'ast> Visit<'ast> for Borrows {
        fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
            if reference.lifetime.is_none() {
                self.0.get_or_insert(reference.span());
            }
            visit::visit_type_reference(self, reference);
        }

        fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
            if lifetime.ident == "_" {
                self.0.get_or_insert(lifetime.span());
            }
        }

        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}
    }

    let mut borrows = Borrows(None);
    borrows.visit_type(returned);
    borrows.0
}

/// The first `&mut` in the type of a parameter.
fn exclusive(parameter: &FnArg) -> Option<Span> {
    struct Exclusive(Option<Span>);

    impl<'ast> Visit<'ast> for Exclusive {
        fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
            if reference.mutability.is_some() {
                self.0.get_or_insert(reference.span());
            }
            visit::visit_type_reference(self, reference);
        }

        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}
    }

    let mut exclusive = Exclusive(None);
    match parameter {
        FnArg::Receiver(receiver) => match &receiver.kind {
            ReceiverKind::Reference(_, _, Some(_)) => return Some(receiver.span()),
            ReceiverKind::Typed(_, ty) => exclusive.visit_type(ty),
            _ => {}
        },
        FnArg::Typed(typed) => exclusive.visit_type(&typed.ty),
    }
    exclusive.0
}

#[cfg(test)]
mod tests {
    use super::{borrows, exclusive};
    use syn::{FnArg, parse_quote};

    #[test]
    fn a_result_borrows_where_a_lifetime_is_left_out() {
        for returned in [parse_quote!(&str), parse_quote!(Cow<'_, str>), parse_quote!(Result<Vec<&'a &str>, E>)] {
            assert!(borrows(&returned).is_some());
        }
        for returned in [parse_quote!(&'static str), parse_quote!(Cow<'a, str>), parse_quote!(fn(&str) -> &u8)] {
            assert!(borrows(&returned).is_none());
        }
    }

    #[test]
    fn a_parameter_is_exclusive_if_a_mut_reference_is_in_it() {
        let exclusives: [FnArg; 5] = [
            parse_quote!(&mut self),
            parse_quote!(self: Pin<&mut Self>),
            parse_quote!(list: &mut Vec<u8>),
            parse_quote!((a, b): (u8, &mut u8)),
            parse_quote!(list: &&mut u8),
        ];
        assert!(exclusives.iter().all(|parameter| exclusive(parameter).is_some()));
        let others: [FnArg; 5] = [
            parse_quote!(&self),
            parse_quote!(mut self),
            parse_quote!(self: Arc<Self>),
            parse_quote!(mut list: Vec<u8>),
            parse_quote!(run: fn(&mut u8)),
        ];
        assert!(others.iter().all(|parameter| exclusive(parameter).is_none()));
    }
}
