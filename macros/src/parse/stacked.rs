//! Several of our attributes on a function whose result carries its entries.
//!
//! If the entries end with the call, each attribute leaves room in its output for the next one. Here it cannot, because the
//! form of the output depends on all attributes. Each therefore merges its arguments into the next attribute, and the last
//! one expands them all:
//!
//! ```text
//! #[scoped_entry(map = A, …)] #[scoped_entry(map = B, …)] fn …   ─►   #[scoped_entry(__after(map = A, …), map = B, …)] fn …
//! ```

use crate::tokens::{group, is_ident, is_punct, none_groups::without_none_groups, regroup};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

const AFTER: &str = "__after";

/// Merges the arguments into the item's next attribute of ours and returns the item, if it has such an attribute.
pub(crate) fn merge_into_next(arguments: &TokenStream, item: &TokenStream) -> Option<TokenStream> {
    let mut item = without_none_groups(item.clone());
    let mut at = 0;
    while is_punct(item.get(at), '#') {
        let attribute = group(item.get(at + 1), Delimiter::Bracket)?.clone();
        let meta = without_none_groups(attribute.stream());
        let given = meta.iter().position(|token| matches!(token, TokenTree::Group(_)));
        let path = &meta[..given.unwrap_or(meta.len())];
        if is_ident(path.last(), "scoped_entry") {
            // Any brackets will do: `#[scoped_entry[…]]` is valid, too.
            let own = given.and_then(|given| match &meta[given] {
                TokenTree::Group(own) if own.delimiter() != Delimiter::None => Some(own.stream()),
                _ => None,
            });
            let path: TokenStream = path.iter().cloned().collect();
            let after = quote::format_ident!("{AFTER}");
            item[at + 1] = TokenTree::Group(regroup(&attribute, quote!(#path(#after(#arguments), #own))));
            return Some(item.into_iter().collect());
        }
        at += 2;
    }
    None
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
