//! The types that the compiler checks, and how they are written in a body.

use super::contents::{self, Parameters};
use crate::tokens::{
    is_punct,
    none_groups::{reassemble_types, reassemble_types_deeply},
    regroup,
};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Generics, Type, visit::Visit};

/// A type that the compiler checks.
pub(crate) struct Unclear<'a> {
    pub(crate) returned: &'a Type,
    /// Whether it is inside the given type.
    pub(crate) is_inside: bool,
}

/// The types that the compiler checks: the whole type, and the types inside it that the check of the whole does not cover.
///
/// The check of a type that is called `Result`, `Option` or `Vec`, and may be an alias, covers its first argument and, if that
/// has such a name, too, the first argument of that. The check of a `Box` covers its content. All other types inside get
/// checks of their own. A type with an `impl` gets none, since it cannot be written in a body.
pub(crate) fn unclear<'a>(returned: &'a Type, generics: &Generics) -> Vec<Unclear<'a>> {
    let mut unclear = Vec::new();
    collect_unclear(returned, 0, false, &Parameters(generics), &mut unclear);
    unclear
}

/// `covered` is the number of levels, from this type inwards, that a check of a type around it covers.
fn collect_unclear<'a>(
    returned: &'a Type,
    covered: u8,
    is_inside: bool,
    parameters: &Parameters<'_>,
    unclear: &mut Vec<Unclear<'a>>,
) {
    let mut covers = 0;
    match returned {
        Type::Group(group) => return collect_unclear(&group.elem, covered, is_inside, parameters, unclear),
        Type::Paren(paren) => return collect_unclear(&paren.elem, covered, is_inside, parameters, unclear),
        // Written out, they are no aliases and not lazy themselves.
        Type::Tuple(_) | Type::Array(_) | Type::Slice(_) => {}
        _ if is_plain(returned) || contains_impl(returned) => {}
        _ => {
            let is_box = contents::is_box(returned);
            covers = covered.saturating_sub(1);
            if covered == 0 {
                unclear.push(Unclear { returned, is_inside });
                covers = if is_box { 1 } else { 2 };
            } else if is_box {
                covers = 0;
            }
        }
    }
    let covers = if contents::is_container(returned) { covers } else { 0 };
    for part in contents::contents(returned, parameters) {
        collect_unclear(part, covers, true, parameters, unclear);
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
    use syn::{Generics, Type, parse_quote};

    fn returned(text: &str) -> Type {
        syn::parse_str(text).expect("it is a type")
    }

    /// The text without spaces, some of which depend on how the tokens were made.
    fn text(tokens: impl ToTokens) -> String {
        tokens.to_token_stream().to_string().replace(' ', "")
    }

    #[test]
    fn checked_are_the_whole_and_the_types_inside_that_its_check_does_not_cover() {
        let generics = parse_quote!(<F, const N: usize>);
        for (of, expected) in [
            ("Reply", &["Reply"][..]),
            ("u64", &[]),
            ("(u64, &'static str)", &[]),
            ("&[u8]", &[]),
            ("[u8; 4]", &[]),
            ("&Reply", &["&Reply"]),
            ("Result<Reply, Error>", &["Result<Reply, Error>"]),
            ("Result<Option<Reply>, Error>", &["Result<Option<Reply>, Error>"]),
            ("Result<Option<Vec<Reply>>, Error>", &["Result<Option<Vec<Reply>>, Error>", "Reply"]),
            ("Result<Response<Body>, Error>", &["Result<Response<Body>, Error>", "Body"]),
            ("Result<(A, B), Error>", &["Result<(A, B), Error>", "A", "B"]),
            ("Result<Box<Reply>, Error>", &["Result<Box<Reply>, Error>", "Reply"]),
            ("Box<Reply>", &["Box<Reply>"]),
            ("Box<Option<Reply>>", &["Box<Option<Reply>>", "Reply"]),
            ("Box<dyn Service>", &["Box<dyn Service>"]),
            ("Other<Reply, F, N, M, u8>", &["Other<Reply, F, N, M, u8>", "Reply", "F"]),
            ("Other<Option<Reply>>", &["Other<Option<Reply>>", "Option<Reply>"]),
            ("(A, B, C, D)", &["A", "B", "C", "D"]),
            ("[Reply; 2]", &["Reply"]),
            ("Box<[Reply]>", &["Box<[Reply]>", "Reply"]),
            ("(impl Debug, Reply)", &["Reply"]),
            ("Result<impl Debug, Reply>", &[]),
            ("Other<impl Debug, Reply>", &["Reply"]),
            ("((impl Debug, Reply))", &["Reply"]),
            ("_", &[]),
            ("Result<_, Error>", &[]),
            ("(Vec<_>, Reply)", &["Reply"]),
        ] {
            let returned = returned(of);
            let asked: Vec<_> = unclear(&returned, &generics).iter().map(|part| text(part.returned)).collect();
            let expected: Vec<_> = expected.iter().map(|part| part.replace(' ', "")).collect();
            assert_eq!(asked, expected, "{of}");
        }
    }

    #[test]
    fn a_part_of_a_fragment_is_asked_about_as_that_of_a_type() {
        let fragment = Group::new(Delimiter::None, quote!((impl Debug, Reply)));
        let returned: Type = syn::parse2(quote!(#fragment)).expect("it is a type");
        let asked: Vec<_> = unclear(&returned, &Generics::default()).iter().map(|part| text(part.returned)).collect();
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
