//! The grammar of `share`.

use syn::{Ident, Token, ext::IdentExt, parse::ParseStream};

/// The part of a result that the calls that wait receive, if it is not the whole result.
#[derive(Clone, Copy)]
pub(crate) enum Share {
    /// `share = ok`.
    Ok,
}

pub(super) fn parse(input: ParseStream<'_>) -> syn::Result<Share> {
    let misfit = |at| {
        syn::Error::new(
            at,
            "`share` takes only the word `ok`: `share = ok` shares the `Ok` of a `Result`; without it, the whole return \
             value is shared",
        )
    };
    let start = input.span();
    let word = input.call(Ident::parse_any).map_err(|_| misfit(start))?;
    if word == "ok" && (input.is_empty() || input.peek(Token![,])) { Ok(Share::Ok) } else { Err(misfit(start)) }
}
