//! Return types that can carry an entry: lazy types that are written out.

use super::lazy_traits::{FUTURES, ITERATORS, STREAMS};
use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Token, Type, TypeParamBound, punctuated::Punctuated};

/// A lazy result that can carry an entry.
pub(crate) struct LazyReturn {
    pub(crate) container: Container,
    /// The types of its output or items, which do not carry the entry.
    pub(crate) outputs: Vec<Type>,
}

/// The type around the lazy type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Container {
    /// None: an `impl` type.
    Bare,
    /// `Box<…>`, of an iterator.
    Box,
    /// `Pin<Box<…>>`, of a future or a stream.
    PinnedBox,
}

/// Recognises `impl Future<…>`, `Pin<Box<dyn Future<…>>>`, `Box<dyn Iterator<…>>` and the like, if no other type is around
/// them: such a type would need its own way to carry the entry.
pub(crate) fn lazy_return_type(returned: &Type) -> Option<LazyReturn> {
    let returned = bare(returned);
    let (container, outputs) = match returned {
        Type::Path(_) => match only_argument(returned, "Box") {
            Some(content) => (Container::Box, items(bounds(bare(content))?)?),
            None => {
                let content = only_argument(only_argument(returned, "Pin")?, "Box")?;
                (Container::PinnedBox, outputs(bounds(bare(content))?)?)
            }
        },
        _ => {
            let bounds = bounds(returned)?;
            (Container::Bare, outputs(bounds).or_else(|| items(bounds))?)
        }
    };
    Some(LazyReturn { container, outputs: outputs.into_iter().cloned().collect() })
}

/// Whether the type is a `Box` of a lazy type, which could carry an entry if it were in a `Pin`.
pub(crate) fn is_unpinned(returned: &Type) -> bool {
    only_argument(returned, "Box").map(bare).and_then(bounds).and_then(outputs).is_some()
}

fn bounds(unnamed: &Type) -> Option<&Punctuated<TypeParamBound, Token![+]>> {
    match unnamed {
        Type::ImplTrait(implemented) => Some(&implemented.bounds),
        Type::TraitObject(object) => Some(&object.bounds),
        _ => None,
    }
}

/// The type without parentheses and without the delimiters of a fragment.
fn bare(returned: &Type) -> &Type {
    match returned {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        _ => returned,
    }
}

fn only_argument<'a>(generic: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = bare(generic) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    let mut arguments = arguments.args.iter();
    let (Some(GenericArgument::Type(argument)), None) = (arguments.next(), arguments.next()) else { return None };
    Some(argument)
}

/// The output or item types of the first trait of futures or streams, if there is one.
fn outputs(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<Vec<&Type>> {
    let lazy = bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().filter(|last| is_polled(&last.ident)),
        _ => None,
    })?;
    Some(associated(&lazy.arguments))
}

/// The item types of an iterator that has no other bounds than those that [`Attached`] passes on.
///
/// [`Attached`]: https://docs.rs/scoped-entry/latest/scoped_entry/struct.Attached.html
fn items(bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<Vec<&Type>> {
    const AUTO_TRAITS: [&str; 3] = ["Send", "Sync", "Unpin"];
    let traits = bounds.iter().filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => Some(bound.path.segments.last()),
        _ => None,
    });
    let mut items = None;
    for last in traits {
        let last = last?;
        if ITERATORS.iter().any(|name| last.ident == name) {
            items.get_or_insert_with(Vec::new).extend(associated(&last.arguments));
        } else if !AUTO_TRAITS.iter().any(|name| last.ident == name) {
            return None;
        }
    }
    items
}

/// The associated types that a bound specifies.
fn associated<'a>(arguments: &'a PathArguments) -> Vec<&'a Type> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return Vec::new() };
    let associated = |argument: &'a GenericArgument| match argument {
        GenericArgument::AssocType(associated) => Some(&associated.ty),
        _ => None,
    };
    arguments.args.iter().filter_map(associated).collect()
}

fn is_polled(name: &Ident) -> bool {
    let [streams @ .., _unstable] = &STREAMS;
    FUTURES.iter().chain(streams).any(|lazy| name == lazy)
}

#[cfg(test)]
mod tests {
    use super::{Container, is_unpinned, lazy_return_type};
    use proc_macro2::{Delimiter, Group};
    use quote::quote;
    use syn::Type;

    #[test]
    fn a_lazy_return_type_is_recognised_in_parentheses_and_as_a_fragment() {
        let lazy = quote!(impl Future<Output = u64>);
        let fragment = Group::new(Delimiter::None, lazy.clone());
        for (returned, container) in [
            (quote!(#lazy), Container::Bare),
            (quote!((#lazy)), Container::Bare),
            (quote!(#fragment), Container::Bare),
            (quote!(Pin<Box<(dyn Future<Output = u64> + Send)>>), Container::PinnedBox),
            (quote!((Pin<Box<#fragment>>)), Container::PinnedBox),
            (quote!(impl Send + Iterator<Item = u64> + FusedIterator + use<>), Container::Bare),
            (quote!(std::boxed::Box<dyn DoubleEndedIterator<Item = u64> + Unpin + 'a>), Container::Box),
        ] {
            let parsed: Type = syn::parse2(returned.clone()).expect("it is a type");
            let lazy = lazy_return_type(&parsed).unwrap_or_else(|| panic!("{returned}"));
            assert_eq!((lazy.container, lazy.outputs.len()), (container, 1), "{returned}");
        }
    }

    #[test]
    fn no_entry_is_carried_by_what_has_other_traits_or_is_in_another_container() {
        for returned in [
            "impl Iterator<Item = u64> + Clone",
            "impl ExactSizeIterator<Item = u64> + Debug",
            "impl IntoIterator<Item = u64>",
            "Box<dyn Future<Output = u64> + Unpin>",
            "Pin<Box<dyn Iterator<Item = u64>>>",
            "Arc<dyn Iterator<Item = u64>>",
            "impl Send + Sync",
        ] {
            let parsed: Type = syn::parse_str(returned).expect("it is a type");
            assert!(lazy_return_type(&parsed).is_none(), "{returned}");
        }
    }

    #[test]
    fn a_pin_is_missing_only_around_a_box_of_what_would_be_carried_in_one() {
        for (returned, expected) in [
            (quote!(Box<dyn Future<Output = u64> + Unpin>), true),
            (quote!((Box<(impl Stream)>)), true),
            (quote!(Box<dyn Into<Pin<Box<dyn Future>>>>), false),
            (quote!(Box<dyn AsyncIterator>), false),
            (quote!(Box<Reply>), false),
            (quote!(dyn Future), false),
        ] {
            let parsed: Type = syn::parse2(returned.clone()).expect("it is a type");
            assert_eq!(is_unpinned(&parsed), expected, "{returned}");
        }
    }
}
