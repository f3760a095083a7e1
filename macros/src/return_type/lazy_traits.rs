//! The traits of lazy types, and where a return type names one.

use proc_macro2::Span;
use syn::{
    Type,
    visit::{self, Visit},
};

/// The last path segments of the traits of lazy types. The unstable `AsyncIterator` is the last of them.
pub(crate) const FUTURES: [&str; 3] = ["Future", "FusedFuture", "TryFuture"];
pub(crate) const STREAMS: [&str; 4] = ["Stream", "FusedStream", "TryStream", "AsyncIterator"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lazy {
    Future,
    Stream,
}

/// The first lazy trait that the type names after an `impl` or `dyn`, at any depth, and its location.
pub(crate) fn named(returned: &Type) -> Option<(Lazy, Span)> {
    struct Named(Option<(Lazy, Span)>);

    impl<'ast> Visit<'ast> for Named {
        fn visit_trait_bound(&mut self, bound: &'ast syn::TraitBound) {
            if let Some(last) = bound.path.segments.last() {
                let is = |names: &[&str]| names.iter().any(|name| last.ident == name);
                let lazy = if is(&FUTURES) {
                    Some(Lazy::Future)
                } else if is(&STREAMS) {
                    Some(Lazy::Stream)
                } else {
                    None
                };
                self.0 = self.0.or(lazy.map(|lazy| (lazy, last.ident.span())));
            }
            visit::visit_trait_bound(self, bound);
        }

        // The associated types of other traits, such as an iterator's items, are not part of the returned value.
        fn visit_assoc_type(&mut self, _: &'ast syn::AssocType) {}
        fn visit_constraint(&mut self, _: &'ast syn::Constraint) {}

        // The result of calling a function pointer or an `Fn(…)` is not part of the returned value.
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}
    }

    let mut named = Named(None);
    named.visit_type(returned);
    named.0
}

#[cfg(test)]
mod tests {
    use super::named;
    use syn::Type;

    fn returned(text: &str) -> Type {
        syn::parse_str(text).expect("it is a type")
    }

    #[test]
    fn a_lazy_trait_is_named_wherever_what_has_it_is_returned() {
        for of in [
            "impl Future",
            "Pin<Box<dyn Stream<Item = u64> + Send>>",
            "Result<(u64, impl Future), Error>",
            "impl Into<Pin<Box<dyn Future>>>",
            "impl Debug + Future",
        ] {
            assert!(named(&returned(of)).is_some(), "{of}");
        }
        for of in [
            "Box<dyn Iterator<Item = Pin<Box<dyn Future>>>>",
            "impl Iterator<Item: Future>",
            "impl Service<u64, Future = impl Future>",
            "fn() -> Pin<Box<dyn Future>>",
            "Box<dyn Fn() -> Pin<Box<dyn Future>>>",
        ] {
            assert!(named(&returned(of)).is_none(), "{of}");
        }
    }
}
