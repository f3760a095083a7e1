//! Return types that can carry an entry: lazy types that are written out.

use super::lazy_traits::{FUTURES, STREAMS};
use proc_macro2::Ident;
use syn::{GenericArgument, PathArguments, Token, Type, TypeParamBound, punctuated::Punctuated};

/// A lazy result that can carry an entry.
pub(crate) struct LazyReturn {
    /// Whether it is a `Pin<Box<…>>` around the lazy type.
    pub(crate) is_pinned: bool,
    /// The types of its output or items, which do not carry the entry.
    pub(crate) outputs: Vec<Type>,
}

/// Recognises `impl Future<…>`, `Pin<Box<dyn Future<…>>>` and the like, if no other type is around them: such a type would
/// need its own way to carry the entry.
pub(crate) fn lazy_return_type(returned: &Type) -> Option<LazyReturn> {
    let returned = bare(returned);
    let is_pinned = matches!(returned, Type::Path(_));
    let lazy = if is_pinned { bare(only_argument(only_argument(returned, "Pin")?, "Box")?) } else { returned };
    let outputs = outputs(bounds(lazy)?)?.into_iter().cloned().collect();
    Some(LazyReturn { is_pinned, outputs })
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

/// The output or item types of the first lazy trait, if there is one.
fn outputs<'a>(bounds: &'a Punctuated<TypeParamBound, Token![+]>) -> Option<Vec<&'a Type>> {
    let lazy = bounds.iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().filter(|last| is_carried(&last.ident)),
        _ => None,
    })?;
    let PathArguments::AngleBracketed(arguments) = &lazy.arguments else { return Some(Vec::new()) };
    let output = |argument: &'a GenericArgument| match argument {
        GenericArgument::AssocType(output) => Some(&output.ty),
        _ => None,
    };
    Some(arguments.args.iter().filter_map(output).collect())
}

fn is_carried(name: &Ident) -> bool {
    let [streams @ .., _unstable] = &STREAMS;
    FUTURES.iter().chain(streams).any(|lazy| name == lazy)
}

#[cfg(test)]
mod tests {
    use super::{is_unpinned, lazy_return_type};
    use proc_macro2::{Delimiter, Group};
    use quote::quote;
    use syn::Type;

    #[test]
    fn a_lazy_return_type_is_recognised_in_parentheses_and_as_a_fragment() {
        let lazy = quote!(impl Future<Output = u64>);
        let fragment = Group::new(Delimiter::None, lazy.clone());
        for (returned, is_pinned) in [
            (quote!(#lazy), false),
            (quote!((#lazy)), false),
            (quote!(#fragment), false),
            (quote!(Pin<Box<(dyn Future<Output = u64> + Send)>>), true),
            (quote!((Pin<Box<#fragment>>)), true),
        ] {
            let parsed: Type = syn::parse2(returned.clone()).expect("it is a type");
            let lazy = lazy_return_type(&parsed).unwrap_or_else(|| panic!("{returned}"));
            assert_eq!((lazy.is_pinned, lazy.outputs.len()), (is_pinned, 1), "{returned}");
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
