//! The types that the compiler checks, and how they are written in a body.

use crate::tokens::{
    is_punct,
    none_groups::{reassemble_types, reassemble_types_deeply},
    regroup,
};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type, visit::Visit};

/// The types that the compiler checks: the whole type, and the parts of it that the check of the whole does not cover.
///
/// A check covers the type itself and, if it is a `Result`, an `Option`, a `Vec` or a tuple of at most three elements, also
/// behind an alias, the types directly inside it. Types that are nested deeper get their own checks. So do types beside an
/// `impl`, since a type with an `impl` cannot be written in a body.
pub(crate) fn unclear(returned: &Type) -> Vec<&Type> {
    let mut unclear = Vec::new();
    collect_unclear(returned, false, &mut unclear);
    unclear
}

fn collect_unclear<'a>(returned: &'a Type, is_covered: bool, unclear: &mut Vec<&'a Type>) {
    let parts = parts(returned);
    let is_asked = !is_plain(returned) && !contains_impl(returned) && !matches!(returned, Type::Slice(_));
    if is_asked && !(is_covered && parts.is_empty()) {
        unclear.push(returned);
    }
    let covers_parts = is_asked
        && match returned {
            Type::Tuple(tuple) => tuple.elems.len() <= 3,
            // The check of a `Box` does not cover a content that is not `Unpin`.
            Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident != "Box"),
            _ => false,
        };
    for part in parts {
        collect_unclear(part, covers_parts, unclear);
    }
}

/// The types of the values that are returned inside the type, as far as they are written out.
fn parts(returned: &Type) -> Vec<&Type> {
    match returned {
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Array(array) => vec![&array.elem],
        Type::Slice(slice) => vec![&slice.elem],
        Type::Group(group) => parts(&group.elem),
        Type::Paren(paren) => parts(&paren.elem),
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if ["Result", "Option", "Vec", "Box"].iter().any(|name| last.ident == name) => {
                let PathArguments::AngleBracketed(arguments) = &last.arguments else { return Vec::new() };
                // A lazy error type does not occur in practice.
                arguments.args.iter().filter_map(type_argument).take(1).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn type_argument(argument: &GenericArgument) -> Option<&Type> {
    match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    }
}

/// The type as it can be written in a body.
pub(crate) fn in_a_body(returned: &Type) -> TokenStream {
    let tokens = returned.to_token_stream();
    if has_own_lifetimes(tokens.clone()) { reassemble_types_deeply(tokens) } else { without_lifetimes(tokens) }
}

/// The span of the type's last name, at which errors about it point.
pub(crate) fn name_span(returned: &Type) -> Span {
    match returned {
        Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.span()),
        Type::Group(group) => Some(name_span(&group.elem)),
        Type::Paren(paren) => Some(name_span(&paren.elem)),
        _ => None,
    }
    .or_else(|| Some(returned.to_token_stream().into_iter().next()?.span()))
    .unwrap_or_else(Span::call_site)
}

/// Whether the type is clearly not lazy, such as `()`, a number or a string.
fn is_plain(returned: &Type) -> bool {
    const PRIMITIVES: [&str; 17] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64",
        "u128", "usize",
    ];
    match returned {
        Type::Never(_) | Type::FnPtr(_) | Type::Ptr(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        Type::Reference(reference) => is_plain(&reference.elem),
        Type::Slice(slice) => is_plain(&slice.elem),
        Type::Array(array) => is_plain(&array.elem),
        Type::Path(path) => PRIMITIVES.iter().any(|primitive| path.path.is_ident(primitive)),
        _ => false,
    }
}

/// Whether the type contains an `impl`, or a `_`, which `#[async_trait]` writes in place of an `impl` in a body.
pub(crate) fn contains_impl(returned: &Type) -> bool {
    struct Contains(bool);

    impl<'ast> Visit<'ast> for Contains {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }

        fn visit_type_infer(&mut self, _: &'ast syn::TypeInfer) {
            self.0 = true;
        }
    }

    let mut contains = Contains(false);
    contains.visit_type(returned);
    contains.0
}

/// Whether `'_` may have another meaning in the type: in the signature of a function pointer or of `Fn(…)`, and next to the
/// lifetimes of a `for<…>`.
fn has_own_lifetimes(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => has_own_lifetimes(group.stream()),
        TokenTree::Ident(word) => word == "fn" || word == "for",
        TokenTree::Punct(punct) => punct.as_char() == '-',
        TokenTree::Literal(_) => false,
    })
}

/// Replaces lifetimes other than `'static` by `'_`: lints that count the uses of a lifetime would count this one, too.
fn without_lifetimes(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let replace = |(index, token): (usize, &TokenTree)| match token {
        TokenTree::Group(group) => TokenTree::Group(regroup(group, without_lifetimes(group.stream()))),
        TokenTree::Ident(name) if index > 0 && is_punct(tokens.get(index - 1), '\'') && name != "static" => {
            TokenTree::Ident(Ident::new("_", name.span()))
        }
        _ => token.clone(),
    };
    reassemble_types(tokens.iter().enumerate().map(replace))
}

#[cfg(test)]
mod tests {
    use super::{in_a_body, name_span, unclear};
    use proc_macro2::{Delimiter, Group, TokenStream};
    use quote::{ToTokens, quote};
    use syn::Type;

    fn returned(text: &str) -> Type {
        syn::parse_str(text).expect("it is a type")
    }

    /// The text without spaces, some of which depend on how the tokens were made.
    fn text(tokens: impl ToTokens) -> String {
        tokens.to_token_stream().to_string().replace(' ', "")
    }

    #[test]
    fn asked_about_are_the_whole_and_the_parts_that_an_answer_about_the_whole_leaves_out() {
        for (of, expected) in [
            ("Reply", &["Reply"][..]),
            ("u64", &[]),
            ("(u64, &'static str)", &[]),
            ("&[u8]", &[]),
            ("[u8; 4]", &[]),
            ("Result<Reply, Error>", &["Result<Reply, Error>"]),
            ("Result<Option<Reply>, Error>", &["Result<Option<Reply>, Error>", "Option<Reply>"]),
            ("Box<Reply>", &["Box<Reply>", "Reply"]),
            ("Other<Reply>", &["Other<Reply>"]),
            ("(A, B, C)", &["(A, B, C)"]),
            ("(A, B, C, D)", &["(A, B, C, D)", "A", "B", "C", "D"]),
            ("[Reply; 2]", &["[Reply; 2]", "Reply"]),
            ("Box<[Reply]>", &["Box<[Reply]>", "Reply"]),
            ("(impl Debug, Reply)", &["Reply"]),
            ("Result<impl Debug, Reply>", &[]),
            ("((impl Debug, Reply))", &["Reply"]),
            ("_", &[]),
            ("Result<_, Error>", &[]),
            ("(Vec<_>, Reply)", &["Reply"]),
        ] {
            let returned = returned(of);
            let asked: Vec<_> = unclear(&returned).iter().map(text).collect();
            let expected: Vec<_> = expected.iter().map(|part| part.replace(' ', "")).collect();
            assert_eq!(asked, expected, "{of}");
        }
    }

    #[test]
    fn a_part_of_a_fragment_is_asked_about_as_that_of_a_type() {
        let fragment = Group::new(Delimiter::None, quote!((impl Debug, Reply)));
        let returned: Type = syn::parse2(quote!(#fragment)).expect("it is a type");
        let asked: Vec<_> = unclear(&returned).iter().map(text).collect();
        assert_eq!(asked, ["Reply"]);
    }

    #[test]
    fn an_error_points_at_the_last_name_of_the_type() {
        for (text, column) in [("a::B<C>", 3), ("(a::B)", 4), ("&a::B", 0), ("[a::B]", 0)] {
            assert_eq!(name_span(&returned(text)).start().column, column, "{text}");
        }
        let name: TokenStream = "    a::B".parse().expect("it is made of tokens");
        let fragment = Group::new(Delimiter::None, name);
        let returned = syn::parse2(quote!(#fragment)).expect("it is a type");
        assert_eq!(name_span(&returned).start().column, 7);
    }

    #[test]
    fn lifetimes_are_left_out_however_deep_unless_they_are_a_signatures_own() {
        for (of, expected) in [
            ("&'a str", "&'_ str"),
            ("(&'a str, [&'static str; 2])", "(&'_ str, [&'static str; 2])"),
            ("[(&'a str,); 2]", "[(&'_ str,); 2]"),
            ("(fn(&'a str), &'a str)", "(fn(&'a str), &'a str)"),
            ("dyn for<'b> Fn(&'b str, &'a str)", "dyn for<'b> Fn(&'b str, &'a str)"),
            ("Box<dyn Fn(&'a str) -> u64>", "Box<dyn Fn(&'a str) -> u64>"),
        ] {
            assert_eq!(text(in_a_body(&returned(of))), expected.replace(' ', ""), "{of}");
        }
    }
}
