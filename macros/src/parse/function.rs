//! The annotated function, as tokens and as a parsed signature. Its body stays tokens.

use crate::{
    faults::Faults,
    fragments::{reassemble, reassemble_types, without_fragment},
    tokens::{group, is_ident, is_punct, regroup},
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::{
    Attribute, ReturnType, Signature, Type, Visibility,
    parse::{ParseStream, Parser},
};

pub(crate) struct Function {
    /// Everything before the body, as it came.
    pub(crate) head: TokenStream,
    pub(crate) signature: Signature,
    /// The inner attributes of the body.
    pub(crate) inner_attributes: TokenStream,
    /// The brace group, without them.
    pub(crate) body: Group,
}

impl Function {
    /// `None` if the item is no function with a body, which is then in `faults`.
    pub(crate) fn split(item: TokenStream, attribute: &str, faults: &mut Faults) -> Option<Self> {
        let mut head = without_fragment(item);
        let last = head.pop();
        let body = last.and_then(|last| match &without_fragment(last.clone().into())[..] {
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
                faults.add(not_a_function(&head, attribute, error));
                return None;
            }
        };
        let Some(body) = body else {
            let purpose = if attribute == "single_flight" { "calls could share" } else { "an entry could be held for" };
            faults.at(
                signature.ident.span(),
                format!(
                    "`{}` has no body that {purpose}; in a trait, put the attribute on the methods of \
                     the impls, or give the method a default body",
                    signature.ident,
                ),
            );
            return None;
        };
        let (inner_attributes, body) = split_inner_attributes(&body);
        Some(Self { head: reassemble_types(head), signature, inner_attributes, body })
    }

    /// The span of the receiver's `self`, which is the one that the body means.
    pub(crate) fn receiver(&self) -> Option<Span> {
        self.signature.receiver().map(|receiver| receiver.self_token.span)
    }

    /// The `#[track_caller]` on it, also as a condition's consequence.
    pub(crate) fn tracks_caller(&self) -> Option<Span> {
        fn find(tokens: TokenStream) -> Option<Span> {
            tokens.into_iter().find_map(|token| match token {
                TokenTree::Group(group) => find(group.stream()),
                token => is_ident(Some(&token), "track_caller").then(|| token.span()),
            })
        }

        let head: Vec<_> = self.head.clone().into_iter().collect();
        find(head[..attributes_end(&head)].iter().cloned().collect()).or_else(|| find(self.inner_attributes.clone()))
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.signature.ident
    }

    pub(crate) fn returned(&self) -> Option<&Type> {
        match &self.signature.output {
            ReturnType::Default => None,
            ReturnType::Type(_, returned) => Some(returned),
        }
    }
}

/// Of everything before the body. A semicolon in place of the body is passed over.
fn parse_signature(input: ParseStream<'_>, has_body: bool) -> syn::Result<Signature> {
    input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    if input.peek(syn::Ident) && input.fork().parse::<Ident>()? == "default" {
        input.parse::<Ident>()?;
    }
    let signature = input.parse()?;
    if !has_body {
        input.parse::<Option<syn::Token![;]>>()?;
    }
    Ok(signature)
}

fn not_a_function(head: &[TokenTree], attribute: &str, error: syn::Error) -> syn::Error {
    if head.iter().any(|token| is_ident(Some(token), "fn")) {
        return error;
    }
    let keyword = head[attributes_end(head)..].iter().find(|token| !is_visibility(token));
    let found = keyword.map_or_else(Span::call_site, TokenTree::span);
    let message = if keyword.is_some_and(|keyword| is_ident(Some(keyword), "impl") || is_ident(Some(keyword), "trait"))
    {
        let whose = if attribute == "single_flight" { "whose calls are to be shared" } else { "that an entry is for" };
        format!("`{attribute}` goes on a function: put it on the methods {whose}")
    } else {
        let reason =
            if attribute == "single_flight" { "calls are what is shared" } else { "an entry lives as long as a call" };
        format!("`{attribute}` goes on a function: {reason}")
    };
    syn::Error::new(found, message)
}

fn is_visibility(token: &TokenTree) -> bool {
    is_ident(Some(token), "pub") || group(Some(token), Delimiter::Parenthesis).is_some()
}

/// How many of the tokens belong to outer attributes.
fn attributes_end(head: &[TokenTree]) -> usize {
    let mut end = 0;
    while is_punct(head.get(end), '#') && group(head.get(end + 1), Delimiter::Bracket).is_some() {
        end += 2;
    }
    end
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
    use super::{Function, split_inner_attributes};
    use crate::faults::Faults;
    use proc_macro2::{Delimiter, Group, TokenStream};

    fn tokens(code: &str) -> TokenStream {
        code.parse().expect("the code is made of tokens")
    }

    fn refusal(item: &str) -> Option<String> {
        let mut faults = Faults::default();
        Function::split(tokens(item), "scoped_entry", &mut faults);
        faults.into_compile_errors().map(|errors| errors.to_string())
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
    fn what_is_no_function_with_a_body_is_told_where_the_attribute_belongs() {
        for (item, told) in [
            ("fn f()", "has no body"),
            ("fn f();", "has no body"),
            ("impl S {}", "put it on the methods"),
            ("impl [u8] {}", "put it on the methods"),
            ("#[a] pub(crate) trait T {}", "put it on the methods"),
            ("struct S;", "lives as long as a call"),
        ] {
            let refusal = refusal(item).unwrap_or_default();
            assert!(refusal.contains(told), "{item}: {refusal}");
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
