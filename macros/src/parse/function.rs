//! The annotated function: its tokens and its parsed signature. The body is not parsed.

use super::{
    arguments::Form,
    kind::{self, Kind},
    misplaced::{is_closure, not_a_function},
};
use crate::{
    diagnostics::Diagnostics,
    tokens::{
        attributes_end, group, is_punct,
        none_groups::{reassemble, reassemble_types, without_none_groups},
        receiver::Receiver,
        regroup,
    },
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::{
    Attribute, Meta, Signature, Token, Type, Visibility,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
    spanned::Spanned,
};

pub(crate) struct Function {
    /// Everything before the body, unchanged.
    pub(crate) head: TokenStream,
    pub(crate) signature: Signature,
    pub(crate) kind: Kind,
    /// The inner attributes of the body.
    pub(crate) inner_attributes: TokenStream,
    /// The brace group, without them.
    pub(crate) body: Group,
}

impl Function {
    /// Returns `None` and reports an error to `diagnostics` if the item is not a function with a body.
    pub(crate) fn parse(item: TokenStream, form: Form, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut head = without_none_groups(item);
        let last = head.pop();
        let body = last.and_then(|last| match &without_none_groups(last.clone().into())[..] {
            [TokenTree::Group(body)] if body.delimiter() == Delimiter::Brace => Some(body.clone()),
            _ => {
                head.push(last);
                None
            }
        });
        let parse = |input: ParseStream<'_>| parse_signature(input, body.is_some());
        let signature = match parse.parse2(head.iter().cloned().collect()) {
            Ok(signature) => signature,
            Err(error) => {
                // The braces of a block are its last token, and those of a closure may be.
                if head.is_empty() || is_closure(&head[attributes_end(&head)..]) {
                    head.extend(body.map(TokenTree::Group));
                }
                diagnostics.add(not_a_function(&head, form, error));
                return None;
            }
        };
        let Some(body) = body else {
            let instead = if form == Form::Flight { "call an annotated function" } else { "write `enter!(…)`" };
            diagnostics.at(
                signature.ident.span(),
                format!(
                    "`{}` has no body; in a trait, put the attribute on the methods of the impls, or give the method a \
                     default body; if another attribute copied it here, as `#[ext]` of easy-ext does, {instead} in the body",
                    signature.ident,
                ),
            );
            return None;
        };
        let (inner_attributes, body) = split_inner_attributes(&body);
        let kind = Kind::of(&signature, &body);
        Some(Self { head: reassemble_types(head), signature, kind, inner_attributes, body })
    }

    /// The receiver that `self` in the arguments refers to, with the span of the `self` in the signature.
    pub(crate) fn receiver(&self) -> Option<Receiver> {
        let name = match &self.kind {
            Kind::AsyncTrait(made) if made.renames_self => "__self",
            _ => "self",
        };
        self.signature.receiver().map(|receiver| Receiver { name, context: receiver.self_token.span })
    }

    /// The span of the function's `#[track_caller]`, which may be inside a `#[cfg_attr(…)]`.
    pub(crate) fn tracks_caller(&self) -> Option<Span> {
        let head: Vec<_> = self.head.clone().into_iter().collect();
        let outer = Attribute::parse_outer.parse2(head[..attributes_end(&head)].iter().cloned().collect());
        let inner = Attribute::parse_inner.parse2(self.inner_attributes.clone());
        let attributes = outer.into_iter().chain(inner).flatten();
        attributes.into_iter().find_map(|attribute| track_caller(&attribute.meta))
    }

    /// Whether the function has attributes of other macros, which see the expansion as its body.
    pub(crate) fn has_attributes_of_macros(&self) -> bool {
        const BUILT_IN: [&str; 18] = [
            "allow",
            "cold",
            "deny",
            "deprecated",
            "doc",
            "expect",
            "export_name",
            "forbid",
            "ignore",
            "inline",
            "link_section",
            "must_use",
            "no_mangle",
            "should_panic",
            "target_feature",
            "test",
            "track_caller",
            "warn",
        ];
        let head: Vec<_> = self.head.clone().into_iter().collect();
        let attributes = Attribute::parse_outer.parse2(head[..attributes_end(&head)].iter().cloned().collect());
        let is_built_in = |attribute: &Attribute| {
            let path = attribute.path();
            let is_tool =
                path.segments.len() > 1 && ["clippy", "rustfmt"].iter().any(|tool| path.segments[0].ident == tool);
            let is_own = path
                .segments
                .last()
                .is_some_and(|name| name.ident == Form::Attribute.name() || name.ident == Form::Flight.name());
            is_own || is_tool || BUILT_IN.iter().any(|name| path.is_ident(name))
        };
        attributes.is_ok_and(|attributes| !attributes.iter().all(is_built_in))
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.signature.ident
    }

    pub(crate) fn returned(&self) -> Option<&Type> {
        kind::returned(&self.signature)
    }
}

/// Finds `track_caller` as the attribute itself or inside a `cfg_attr`, but not in an attribute that only contains the word,
/// such as `#[other(track_caller)]`.
fn track_caller(meta: &Meta) -> Option<Span> {
    if meta.path().is_ident("track_caller") {
        return Some(meta.span());
    }
    let Meta::List(list) = meta else { return None };
    let made = |input: ParseStream<'_>| -> syn::Result<Option<Span>> {
        // Skip the condition, which need not parse as an attribute.
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Option<Token![,]>>()?;
        let made = Punctuated::<Meta, Token![,]>::parse_terminated(input)?;
        Ok(made.iter().find_map(track_caller))
    };
    if list.path.is_ident("cfg_attr") { made.parse2(list.tokens.clone()).ok().flatten() } else { None }
}

/// Parses everything before the body, and a semicolon in place of a missing body.
fn parse_signature(input: ParseStream<'_>, has_body: bool) -> syn::Result<Signature> {
    input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    if input.peek(syn::Ident) && input.fork().parse::<Ident>()? == "default" {
        input.parse::<Ident>()?;
    }
    let signature = input.parse()?;
    if !has_body {
        input.parse::<Option<Token![;]>>()?;
    }
    Ok(signature)
}

/// ```text
/// { #![allow(unused)] run() }   ─►   #![allow(unused)]   { run() }
/// ```
pub(crate) fn split_inner_attributes(body: &Group) -> (TokenStream, Group) {
    let tokens: Vec<_> = body.stream().into_iter().collect();
    let mut end = 0;
    while is_punct(tokens.get(end), '#')
        && is_punct(tokens.get(end + 1), '!')
        && group(tokens.get(end + 2), Delimiter::Bracket).is_some()
    {
        end += 3;
    }
    if end == 0 {
        return (TokenStream::new(), body.clone());
    }
    let (attributes, rest) = tokens.split_at(end);
    (attributes.iter().cloned().collect(), regroup(body, reassemble(rest.iter().cloned())))
}

#[cfg(test)]
mod tests {
    use super::{Form, Function, split_inner_attributes};
    use crate::diagnostics::Diagnostics;
    use proc_macro2::{Delimiter, Group, TokenStream};

    fn tokens(code: &str) -> TokenStream {
        code.parse().expect("the code is made of tokens")
    }

    fn refusal(item: &str) -> Option<String> {
        let mut diagnostics = Diagnostics::default();
        Function::parse(tokens(item), Form::Attribute, &mut diagnostics);
        diagnostics.into_compile_errors(None).map(|errors| errors.to_string())
    }

    #[test]
    fn a_function_is_one_with_every_qualifier_that_it_may_have() {
        for item in
            ["fn f() {}", "default fn f() {}", "pub(crate) default async fn f() {}", "#[a] #[b] pub const fn f() {}"]
        {
            assert_eq!(refusal(item), None, "{item}");
        }
        assert!(refusal("other fn f() {}").is_some());
    }

    #[test]
    fn a_caller_is_tracked_by_the_attribute_itself_and_not_by_its_name_elsewhere() {
        let tracks_caller = |attributes: &str| {
            let mut diagnostics = Diagnostics::default();
            let item = tokens(&format!("{attributes} fn f() {{}}"));
            let function = Function::parse(item, Form::Attribute, &mut diagnostics).expect("it is a function");
            function.tracks_caller().is_some()
        };
        for attributes in [
            "#[track_caller]",
            "#[a] #[track_caller]",
            "#[cfg_attr(feature = \"a\", track_caller)]",
            "#[cfg_attr(all(a, not(b)), inline, track_caller)]",
            "#[cfg_attr(a, cfg_attr(b, track_caller))]",
        ] {
            assert!(tracks_caller(attributes), "{attributes}");
        }
        for attributes in [
            "",
            "#[doc = \"track_caller\"]",
            "#[other(track_caller)]",
            "#[instrument(skip(track_caller))]",
            "#[cfg(track_caller)]",
            "#[cfg_attr(track_caller, inline)]",
        ] {
            assert!(!tracks_caller(attributes), "{attributes}");
        }
    }

    #[test]
    fn only_inner_attributes_at_the_start_of_a_body_are_the_functions() {
        for (code, attributes) in [
            ("#![a] #![b(c)] run()", "#![a] #![b(c)]"),
            ("#[a] let x = y; x", ""),
            ("x = [1]; y", ""),
            ("!x [1]", ""),
            ("x; #![a]", ""),
        ] {
            let (found, body) = split_inner_attributes(&Group::new(Delimiter::Brace, tokens(code)));
            assert_eq!(found.to_string(), tokens(attributes).to_string(), "{code}");
            let all: TokenStream = found.into_iter().chain(body.stream()).collect();
            assert_eq!(all.to_string(), tokens(code).to_string(), "{code}");
        }
    }
}
