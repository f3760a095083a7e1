//! Several of our attributes on a function whose result carries its entries.
//!
//! If the entries end with the call, each attribute leaves room in its output for the next one. Here it cannot, because the
//! form of the output depends on all attributes. Each therefore merges its arguments into the next attribute, and the last
//! one expands them all:
//!
//! ```text
//! #[scoped_entry(map = A, …)] #[scoped_entry(map = B, …)] fn …   ─►   #[scoped_entry(__after(map = A, …), map = B, …)] fn …
//! ```

use super::arguments::{self, Form, Name};
use crate::{
    diagnostics::Diagnostics,
    tokens::{
        group, is_ident, is_punct,
        none_groups::{flatten, without_none_groups},
        regroup,
    },
};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{format_ident, quote};

const AFTER: &str = "__after";

/// Merges the arguments into the item's next attribute of ours and returns the item, if it has such an attribute.
pub(crate) fn merge_into_next(arguments: &TokenStream, item: &TokenStream) -> Option<TokenStream> {
    let mut item = without_none_groups(item.clone());
    let mut at = 0;
    while is_punct(item.get(at), '#') {
        let attribute = group(item.get(at + 1), Delimiter::Bracket)?.clone();
        if let Some(merged) = merge(arguments, &attribute.stream()) {
            item[at + 1] = TokenTree::Group(regroup(&attribute, merged.meta));
            // Where the condition does not hold, there is no next attribute to merge into.
            let otherwise = merged.otherwise.into_iter().flatten();
            item.splice(at + 2..at + 2, otherwise);
            return Some(item.into_iter().collect());
        }
        at += 2;
    }
    None
}

struct Merged {
    meta: TokenStream,
    /// The attribute for the case that the condition of a `cfg_attr` does not hold.
    otherwise: Option<TokenStream>,
}

/// Merges the arguments into one attribute: into `scoped_entry(…)` itself, or into the one inside a `cfg_attr(…)`.
///
/// The path and the arguments of an attribute may be `macro_rules!` fragments, and so may a part of the path.
fn merge(arguments: &TokenStream, meta: &TokenStream) -> Option<Merged> {
    let after = format_ident!("{AFTER}");
    let meta = flatten(meta.clone());
    let given = meta.iter().position(|token| matches!(token, TokenTree::Group(_)));
    let (path, own) = meta.split_at(given.unwrap_or(meta.len()));
    // Any brackets will do: `#[scoped_entry[…]]` is valid, too.
    let own = match own.first() {
        Some(TokenTree::Group(own)) => own.stream(),
        _ => TokenStream::new(),
    };
    let path: TokenStream = path.iter().cloned().collect();
    if is_ident(path.clone().into_iter().last().as_ref(), "scoped_entry") || is_renamed(&path, &own) {
        return Some(Merged { meta: quote!(#path(#after(#arguments), #own)), otherwise: None });
    }
    if path.to_string() != "cfg_attr" {
        return None;
    }
    let own: Vec<_> = own.into_iter().collect();
    let condition = own.iter().position(|token| is_punct(Some(token), ','))?;
    let (condition, attributes) = own.split_at(condition);
    let condition: TokenStream = condition.iter().cloned().collect();
    let mut metas: Vec<TokenStream> =
        attributes[1..].split(|token| is_punct(Some(token), ',')).map(|meta| meta.iter().cloned().collect()).collect();
    let (index, merged) = metas.iter().enumerate().find_map(|(index, meta)| Some((index, merge(arguments, meta)?)))?;
    // The attribute that stands there if the condition does not hold is the one that was written, without the next.
    let (name, absent) = match merged.otherwise {
        None => (flatten(metas[index].clone()), quote!(not(#condition))),
        Some(_) => return None,
    };
    let name = name.into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
    let name: TokenStream = name.collect();
    metas[index] = merged.meta;
    let otherwise = quote!(#[cfg_attr(#absent, #name(#arguments))]);
    Some(Merged { meta: quote!(#path(#condition, #(#metas),*)), otherwise: Some(otherwise) })
}

/// Whether an attribute of another name is most likely ours, imported as `use scoped_entry as …`: it has our arguments.
fn is_renamed(path: &TokenStream, own: &TokenStream) -> bool {
    let name = path.clone().into_iter().last();
    if !matches!(name, Some(TokenTree::Ident(_))) || is_ident(name.as_ref(), "single_flight") {
        return false;
    }
    let mut diagnostics = Diagnostics::default();
    let own = arguments::Arguments::parse(own.clone(), Form::Attribute, &mut diagnostics);
    let is_complete = own.is_given(Name::Map) && own.is_given(Name::Key) || own.is_given(Name::Hold);
    is_complete && diagnostics.is_empty()
}

/// Splits merged arguments into those of each attribute, in the order in which the attributes were written.
pub(crate) fn split(arguments: TokenStream) -> Vec<TokenStream> {
    let tokens: Vec<_> = arguments.into_iter().collect();
    match &tokens[..] {
        [after, TokenTree::Group(earlier), comma, own @ ..]
            if is_ident(Some(after), AFTER) && is_punct(Some(comma), ',') =>
        {
            let mut all = split(earlier.stream());
            all.push(own.iter().cloned().collect());
            all
        }
        _ => vec![tokens.into_iter().collect()],
    }
}

#[cfg(test)]
mod tests {
    use super::{merge_into_next, split};
    use proc_macro2::{Delimiter, Group, TokenStream};
    use quote::quote;

    #[test]
    fn arguments_are_merged_in_the_order_in_which_they_were_written() {
        let item = quote!(
            #[doc]
            #[a::scoped_entry(map = B)]
            fn f() {}
        );
        let merged = merge_into_next(&quote!(map = A), &item).expect("there is another attribute");
        let expected = quote!(
            #[doc]
            #[a::scoped_entry(__after(map = A), map = B)]
            fn f() {}
        );
        assert_eq!(merged.to_string(), expected.to_string());
        assert!(
            merge_into_next(
                &quote!(map = A),
                &quote!(
                    #[doc]
                    #[other(scoped_entry)]
                    fn f() {}
                )
            )
            .is_none()
        );
    }

    fn merged(item: &str) -> Option<String> {
        let tokens = |code: &str| code.parse::<TokenStream>().expect("the code is made of tokens");
        let item = format!("{item} fn f() {{}}");
        Some(merge_into_next(&tokens("map = A, key = a"), &tokens(&item))?.to_string().replace(' ', ""))
    }

    #[test]
    fn an_attribute_of_another_name_is_ours_if_it_has_our_arguments() {
        for (attribute, expected) in [
            ("#[tracked(map = B, key = b)]", Some("#[tracked(__after(map=A,key=a),map=B,key=b)]fnf(){}")),
            ("#[a::held(hold = c.d())]", Some("#[a::held(__after(map=A,key=a),hold=c.d())]fnf(){}")),
            ("#[cached(key = b)]", None),
            ("#[cached(map = B, key = b, size = 2)]", None),
            ("#[single_flight(map = B, key = b)]", None),
            ("#[instrument]", None),
            ("#[cfg_attr(unix, (map = B, key = b))]", None),
        ] {
            assert_eq!(merged(attribute).as_deref(), expected, "{attribute}");
        }
    }

    #[test]
    fn a_conditional_attribute_is_merged_into_and_stands_in_for_the_case_that_there_is_none() {
        assert_eq!(
            merged("#[cfg_attr(unix, must_use, scoped_entry(map = B, key = b))]").as_deref(),
            Some(
                "#[cfg_attr(unix,must_use,scoped_entry(__after(map=A,key=a),map=B,key=b))]\
                 #[cfg_attr(not(unix),scoped_entry(map=A,key=a))]fnf(){}"
            )
        );
        assert_eq!(merged("#[cfg_attr(unix, must_use)]"), None);
        assert_eq!(merged("#[cfg_attr(unix)]"), None);
    }

    #[test]
    fn a_path_that_goes_on_in_a_fragment_is_one_path() {
        let rest = Group::new(Delimiter::None, quote!(::scoped_entry));
        let item = quote!(#[::scoped_entry #rest] fn f() {});
        let merged = merge_into_next(&quote!(map = A), &item).expect("it is our attribute");
        let expected = quote!(
            #[::scoped_entry::scoped_entry(__after(map = A),)]
            fn f() {}
        );
        assert_eq!(merged.to_string(), expected.to_string());
        let other = Group::new(Delimiter::None, quote!(::other));
        assert!(merge_into_next(&quote!(map = A), &quote!(#[::scoped_entry #other] fn f() {})).is_none());
    }

    #[test]
    fn only_merged_arguments_are_split() {
        let texts = |arguments| split(arguments).iter().map(ToString::to_string).collect::<Vec<_>>();
        let all = quote!(__after(__after(map = A), map = B), map = C);
        assert_eq!(texts(all), ["map = A", "map = B", "map = C"]);
        for arguments in [quote!(after(map = A), map = B), quote!(__after(map = A); map = B), quote!(map = B)] {
            assert_eq!(texts(arguments.clone()), [arguments.to_string()]);
        }
    }
}
