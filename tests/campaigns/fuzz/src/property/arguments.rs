//! What the arguments say, found again in the expansion.

use super::{
    Violation,
    trace::{Among, Leaf, Place, flat, leaves, leaves_among, list},
    violation,
};
use crate::invocation::Invocation;
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{HashMap, HashSet};
use syn::{
    Expr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

/// Those that are evaluated, in the order in which they are.
const EVALUATED: [&str; 5] = ["map", "key", "value", "occupied", "hold"];

/// Words that the macro puts where something of the user's stands, for errors to be shown there.
const PLACED: [&str; 9] =
    ["enter", "try_enter", "try_enter_or_existing", "named", "guard", "flight", "lasting", "is_a_guard", "here"];

/// What a parser does not print again where it stands for nothing: the commas and brackets of lists without an end or
/// without anything, and what stands before bounds that are none.
const FOR_NOTHING: [&str; 5] = [",", "<", ">", ":", "where"];

const PROMISE: &str = "what an argument says is in the expansion once, in the arguments' order";

/// Once each; and before the `body`, if that is to be looked at.
/// Whether one of the arguments may be a `todo!()`, which leaves out what would be evaluated after it.
fn is_unfinished(arguments: TokenStream) -> bool {
    let tokens = list(arguments);
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => is_unfinished(group.stream()),
        TokenTree::Ident(word) => {
            ["todo", "unimplemented", "panic"].iter().any(|name| word == name)
                && matches!(tokens.get(at + 1), Some(TokenTree::Punct(bang)) if bang.as_char() == '!')
        }
        _ => false,
    })
}

pub(super) fn check(invocation: &Invocation, expansion: &TokenStream, body: Option<&Group>) -> Result<(), Violation> {
    let given = match read_all(&list(invocation.arguments.clone())) {
        Ok(given) => given,
        Err(error) => return violation("what is no argument is refused", error),
    };
    if is_unfinished(invocation.arguments.clone()) {
        return Ok(());
    }
    let of_arguments = given.iter().flatten().flat_map(|given| &given.printed).map(|leaf| leaf.place);
    let of_body = body.into_iter().flat_map(|body| leaves(body.stream())).map(|leaf| leaf.place);
    let places: HashSet<Place> = of_arguments.chain(of_body).collect();
    let mut found = Found::default();
    let among = Among { places: Some(&places), groups: None };
    for (at, leaf) in leaves_among(expansion.clone(), among).into_iter().enumerate() {
        found.entry((leaf.place, leaf.text)).or_default().push(at);
    }
    let mut begin = 0;
    for given in &given {
        for name in EVALUATED {
            let Some(given) = given.iter().find(|given| given.name == name) else { continue };
            is_printed(given)?;
            begin = last_of(given, begin, &found)?;
        }
    }
    let first = body.and_then(|body| {
        // Inner attributes go before everything.
        leaves(body.stream())
            .into_iter()
            .skip_while(|leaf| matches!(leaf.text.as_str(), "#" | "!") || leaf.path != 0)
            .find_map(|leaf| found.get(&(leaf.place, leaf.text))?.first().copied())
    });
    match first {
        Some(first) if first < begin => violation("an entry begins before the body", "the body is first"),
        _ => Ok(()),
    }
}

/// At which positions of the expansion each token is.
type Found = HashMap<(Place, String), Vec<usize>>;

/// Whether a parser prints all of the argument again: what it leaves out, or spells in another way, is no fault of the
/// macro's if it is the same code, and is none to look for then.
fn is_printed(given: &Given) -> Result<(), Violation> {
    let printed: HashSet<_> = given.printed.iter().map(|leaf| (leaf.place, leaf.text.as_str())).collect();
    let is_respelt = |leaf: &Leaf| {
        // As `0x1f` for the index of a field, or `-19` for a pattern, whose number then stands where its sign does.
        let is_number = leaf.text.starts_with(|first: char| first.is_ascii_digit());
        // The last of `0...9`, a pattern of old, which becomes `0..=9`.
        is_number || leaf.text == "." && printed.contains(&(leaf.place, "="))
    };
    let is_lost = |leaf: &&Leaf| {
        let is_printed = printed.contains(&(leaf.place, leaf.text.as_str()));
        !is_printed && !is_respelt(leaf) && !FOR_NOTHING.contains(&leaf.text.as_str())
    };
    match given.written.iter().find(is_lost) {
        None => Ok(()),
        Some(leaf) => violation(PROMISE, format_args!("`{}` of `{}` is not printed", leaf.text, given.name)),
    }
}

/// The position of the argument's last token, none of which is before `begin`.
fn last_of(given: &Given, begin: usize, found: &Found) -> Result<usize, Violation> {
    let Given { name, printed, .. } = given;
    let mut last = begin;
    for leaf in printed {
        if leaf.text == "," || name == "occupied" && leaf.text == "|" {
            continue;
        }
        let at = found.get(&(leaf.place, leaf.text.clone()));
        // Below `#[async_trait]`, the receiver has another name.
        let at = at.or_else(|| found.get(&(leaf.place, format!("__{}", leaf.text))));
        match at.map(Vec::as_slice) {
            None => return violation(PROMISE, format_args!("`{}` of `{name}` is not there", leaf.text)),
            Some(&[at]) if at >= begin => last = last.max(at),
            Some(_) if PLACED.contains(&leaf.text.as_str()) => {}
            Some([_]) => {
                return violation(PROMISE, format_args!("`{}` of `{name}` is too early", leaf.text));
            }
            Some(_) => {
                return violation(PROMISE, format_args!("`{}` of `{name}` is there twice", leaf.text));
            }
        }
    }
    Ok(last)
}

/// Those that were handed on from earlier attributes, and the last one's own.
fn read_all(tokens: &[TokenTree]) -> syn::Result<Vec<Vec<Given>>> {
    match tokens {
        [TokenTree::Ident(after), TokenTree::Group(earlier), TokenTree::Punct(comma), own @ ..]
            if after == "__after" && comma.as_char() == ',' =>
        {
            let mut all = read_all(&list(earlier.stream()))?;
            all.push(read.parse2(own.iter().cloned().collect())?);
            Ok(all)
        }
        tokens => Ok(vec![read.parse2(tokens.iter().cloned().collect())?]),
    }
}

/// What stands after `name =`, as it is written, and as a parser prints it.
struct Given {
    name: String,
    written: Vec<Leaf>,
    printed: Vec<Leaf>,
}

/// Where an argument ends is known to a parser alone: in `f::<A, key = B>()` the comma ends nothing, in `a < b, key = c`
/// it does.
fn read(input: ParseStream<'_>) -> syn::Result<Vec<Given>> {
    // Without the delimiters of fragments, in the midst of which a parser may stop.
    let rest = || flat(&list(input.cursor().token_stream()));
    let mut all = Vec::new();
    while !input.is_empty() {
        let name = input.call(Ident::parse_any)?.to_string();
        input.parse::<Token![=]>()?;
        let mut written = rest();
        let printed = if EVALUATED.contains(&name.as_str()) {
            input.parse::<Expr>()?.into_token_stream()
        } else if name == "crate" {
            input.call(Path::parse_mod_style)?.into_token_stream()
        } else {
            input.call(Ident::parse_any)?.into_token_stream()
        };
        written.truncate(written.len() - rest().len());
        all.push(Given { name, written: leaves(written.into_iter().collect()), printed: leaves(printed) });
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(all)
}
