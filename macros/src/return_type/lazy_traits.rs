//! The traits of lazy types, and where a return type names one.

use super::contents;
use proc_macro2::{Ident, Span};
use syn::{
    Type,
    visit::{self, Visit},
};

/// The last path segments of the traits of lazy types. The unstable `AsyncIterator` is the last of them.
pub(crate) const FUTURES: [&str; 3] = ["Future", "FusedFuture", "TryFuture"];
pub(crate) const STREAMS: [&str; 4] = ["Stream", "FusedStream", "TryStream", "AsyncIterator"];
pub(crate) const ITERATORS: [&str; 4] = ["Iterator", "DoubleEndedIterator", "ExactSizeIterator", "FusedIterator"];
/// A value with one of these is lazy, too, but has no way to carry an entry.
const INTO_ITERATORS: [&str; 1] = ["IntoIterator"];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lazy {
    Future,
    Stream,
    Iterator,
}

impl Lazy {
    /// The kind of values that have a trait of this name.
    fn of_trait(name: &Ident) -> Option<Self> {
        let is = |names: &[&str]| names.iter().any(|known| name == known);
        if is(&FUTURES) {
            Some(Self::Future)
        } else if is(&STREAMS) {
            Some(Self::Stream)
        } else if is(&ITERATORS) || is(&INTO_ITERATORS) {
            Some(Self::Iterator)
        } else {
            None
        }
    }
}

/// The first lazy trait that the type names after an `impl` or `dyn`, in the type or in a value that it contains, and its
/// location.
pub(crate) fn named(returned: &Type) -> Option<(Lazy, Span)> {
    struct Named(Option<(Lazy, Span)>);

    impl<'ast> Visit<'ast> for Named {
        fn visit_trait_bound(&mut self, bound: &'ast syn::TraitBound) {
            if let Some(last) = bound.path.segments.last() {
                self.0 = self.0.or_else(|| Some((Lazy::of_trait(&last.ident)?, last.ident.span())));
            }
            // An argument of a trait is converted to or from, and may well be the value: `impl Into<Pin<Box<dyn Future>>>`.
            visit::visit_trait_bound(self, bound);
        }

        fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
            for argument in path.path.segments.iter().flat_map(contents::contained) {
                self.visit_type(argument);
            }
        }

        // The associated types of other traits, such as an iterator's items, are not part of the returned value.
        fn visit_assoc_type(&mut self, _: &'ast syn::AssocType) {}
        fn visit_constraint(&mut self, _: &'ast syn::Constraint) {}

        // The result of calling a function pointer or an `Fn(…)` is not part of the returned value.
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
        fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {}

        // What a reference or a pointer points to is stored elsewhere. The compiler checks whether a `&mut` is lazy itself.
        fn visit_type_reference(&mut self, _: &'ast syn::TypeReference) {}
        fn visit_type_ptr(&mut self, _: &'ast syn::TypePtr) {}
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
            "Sse<BoxedStream<dyn Stream>>",
            "Option<impl Iterator<Item = u64>>",
            "(u64, Box<dyn DoubleEndedIterator>)",
            "impl IntoIterator<Item = u64>",
        ] {
            assert!(named(&returned(of)).is_some(), "{of}");
        }
        for of in [
            "Box<dyn Queue<Item = Pin<Box<dyn Future>>>>",
            "impl Queue<Item: Future>",
            "impl Service<u64, Future = impl Future>",
            "fn() -> Pin<Box<dyn Future>>",
            "Box<dyn Fn() -> Pin<Box<dyn Future>>>",
            "Sender<Pin<Box<dyn Future>>>",
            "Weak<dyn Stream>",
            "PhantomData<dyn Future>",
            "Result<u64, Box<dyn Future>>",
            "&'a mut (dyn Iterator<Item = u64> + Send)",
            "*const dyn Future",
            "Attached<Guard, Pin<Box<dyn Stream>>>",
        ] {
            assert!(named(&returned(of)).is_none(), "{of}");
        }
    }
}
