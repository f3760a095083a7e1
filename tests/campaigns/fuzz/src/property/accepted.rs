//! An expansion without an error.

use super::{
    Violation, arguments,
    trace::{Among, Leaf, Place, are_same, are_same_but_for_fragments, flat, groups, leaves, leaves_among, list},
    violation,
};
use crate::{
    invocation::{Invocation, Name},
    source::place,
};
use proc_macro2::{Delimiter, Group, Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::{Block, Expr, ImplItemFn, ItemFn, TraitItemFn, Type, parse::Parser};

/// Whether the item was code throughout.
pub(super) fn check(invocation: &Invocation, expanded: &[TokenTree]) -> Result<bool, Violation> {
    let expansion: TokenStream = expanded.iter().cloned().collect();
    if invocation.name == Name::Enter {
        statements(expanded, &expansion)?;
        arguments::check(invocation, &expansion, None)?;
        return Ok(true);
    }
    if is_handed_on(invocation, &expansion)? {
        return Ok(true);
    }
    if is_export(&invocation.item) {
        return if are_same(&list(invocation.item.clone()), expanded) {
            Ok(true)
        } else {
            violation("a copy that calls the annotated function stays as it came", "it did not")
        };
    }
    let Some((head, body)) = split(&list(invocation.item.clone())) else {
        return violation("what has no body is refused", "it was accepted");
    };
    let Some((TokenTree::Group(new_body), new_head)) = expanded.split_last() else {
        return violation("a function stays a function", "the expansion does not end with a body");
    };
    if new_body.delimiter() != Delimiter::Brace || !are_same_but_for_fragments(&head, new_head) {
        return violation("all that stands before the body stays as it came", "it did not");
    }
    // As it came: a fragment's parentheses may be where a path goes on, which no fragment's type can.
    let empty: TokenStream = head.iter().cloned().chain([TokenTree::Group(braces())]).collect();
    if !Kind::ALL.into_iter().any(|kind| kind.parses(&empty)) {
        return violation("what is no function is refused", "it was accepted");
    }
    let is_lowered = has_word(head.into_iter().collect(), "async_trait");
    // An earlier attribute's entries are part of the body.
    let is_first = !has_word(invocation.item.clone(), "__private");
    check_body(&body, new_body, is_first, is_lowered)?;
    arguments::check(invocation, &expansion, (is_first && !is_lowered).then_some(&body))?;
    is_of_the_same_kind(invocation, &expansion)
}

/// `{}`, so that it stands nowhere but as a statement, and then statements.
fn statements(expanded: &[TokenTree], expansion: &TokenStream) -> Result<(), Violation> {
    let begins = matches!(expanded.first(), Some(TokenTree::Group(empty))
        if empty.delimiter() == Delimiter::Brace && empty.stream().is_empty());
    if !begins {
        return violation("`enter!` is a statement", "the expansion does not begin with an empty block");
    }
    match Block::parse_within.parse2(expansion.clone()) {
        Ok(_) => Ok(()),
        Err(error) => violation("`enter!` expands to statements", error),
    }
}

/// Whether the arguments went into the next attribute, and nothing else did anything.
fn is_handed_on(invocation: &Invocation, expansion: &TokenStream) -> Result<bool, Violation> {
    let begins = |token: &TokenTree| {
        matches!(token, TokenTree::Ident(word) if word == "__after") && place(token.span()).is_none()
    };
    if invocation.name != Name::ScopedEntry || !contains(expansion.clone(), &begins) {
        return Ok(false);
    }
    let of_item = leaves(invocation.item.clone());
    let own: HashSet<Place> = of_item.iter().map(|leaf| leaf.place).collect();
    // Of a conditional attribute, the condition and the arguments stand again in the one for the other case, and its commas are
    // written anew.
    let texts = |leaves: Vec<Leaf>| {
        let mut said = HashSet::new();
        let once = leaves.into_iter().filter(|leaf| leaf.text != "," && said.insert(leaf.place));
        once.map(|leaf| (leaf.place, leaf.text)).collect::<Vec<_>>()
    };
    let (kept, handed_on): (Vec<_>, Vec<_>) =
        leaves(expansion.clone()).into_iter().partition(|leaf| own.contains(&leaf.place));
    if texts(kept) != texts(of_item) || texts(handed_on) != texts(leaves(invocation.arguments.clone())) {
        return violation("arguments that are handed on go as they came, with the item as it came", "they did not");
    }
    Ok(true)
}

/// Whether the item is what `#[wasm_bindgen]` makes of an annotated function.
fn is_export(item: &TokenStream) -> bool {
    let tokens = list(item.clone());
    let is_made = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word.to_string().starts_with("__wasm_bindgen_generated_"));
    tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "extern")) && tokens.iter().any(is_made)
}

fn has_word(tokens: TokenStream, word: &str) -> bool {
    contains(tokens, &|token| matches!(token, TokenTree::Ident(ident) if ident == word))
}

fn contains(tokens: TokenStream, is_it: &impl Fn(&TokenTree) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => contains(group.stream(), is_it),
        token => is_it(&token),
    })
}

/// What stands before the body, and the body.
fn split(item: &[TokenTree]) -> Option<(Vec<TokenTree>, Group)> {
    let (last, head) = item.split_last()?;
    let TokenTree::Group(last) = last else { return None };
    match last.delimiter() {
        Delimiter::None if head.is_empty() => split(&list(last.stream())),
        Delimiter::None => match &list(last.stream())[..] {
            [only] => split(&[head, std::slice::from_ref(only)].concat()),
            _ => None,
        },
        Delimiter::Brace => Some((head.to_vec(), last.clone())),
        _ => None,
    }
}

/// Each token is there once.
fn check_body(body: &Group, new_body: &Group, is_first: bool, is_lowered: bool) -> Result<(), Violation> {
    let promise = "the body's tokens are there once each, in their order, inside of the groups that they were in";
    let mut known = HashSet::new();
    groups(body.stream(), is_first, &mut known);
    let before = leaves_among(body.stream(), Among { places: None, groups: Some(&known) });
    // The type that it says the result is of may be said again.
    let mut returned = HashSet::new();
    if is_lowered {
        repeatable(body.stream(), &mut returned);
    }
    let places: HashSet<Place> = before.iter().map(|leaf| leaf.place).collect();
    let own: HashSet<(Place, &str)> = before.iter().map(|leaf| (leaf.place, leaf.text.as_str())).collect();
    // Something of the macro's may have been put where something of the user's stands.
    let after = leaves_among(new_body.stream(), Among { places: Some(&places), groups: Some(&known) });
    let mut said = HashSet::new();
    let mut is_again = |leaf: &Leaf| returned.contains(&leaf.place) && !said.insert(leaf.place);
    let after = after.iter().filter(|leaf| own.contains(&(leaf.place, leaf.text.as_str())));
    let mut after = after.filter(|leaf| !is_again(leaf)).peekable();
    for leaf in &before {
        if after.peek() == Some(&leaf) {
            after.next();
        } else if leaf.text != "," {
            // A comma after the only argument of a call may go.
            return violation(promise, format_args!("`{}` of line {} is not", leaf.text, leaf.place.0 - 1));
        }
    }
    match after.next() {
        None => Ok(()),
        Some(leaf) => violation(promise, format_args!("`{}` is there again", leaf.text)),
    }
}

/// The tokens between `let __ret:` and `= {`, which may have other equals signs among them: `dyn Iterator<Item = u8>`.
fn repeatable(tokens: TokenStream, places: &mut HashSet<Place>) {
    let tokens = list(tokens);
    let is = |token: &TokenTree, text: &str| match token {
        TokenTree::Group(_) => false,
        token => token.to_string() == text,
    };
    let is_block =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let start =
        tokens.windows(3).position(|words| is(&words[0], "let") && is(&words[1], "__ret") && is(&words[2], ":"));
    let end = tokens.windows(2).rposition(|words| is(&words[0], "=") && is_block(&words[1]));
    if let (Some(start), Some(end)) = (start, end) {
        let returned = tokens.get(start + 3..end).unwrap_or_default().iter().cloned().collect();
        places.extend(leaves(returned).into_iter().map(|leaf| leaf.place));
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            repeatable(group.stream(), places);
        }
    }
}

fn is_of_the_same_kind(invocation: &Invocation, expansion: &TokenStream) -> Result<bool, Violation> {
    // A parser passes over the delimiters of a fragment also where the compiler would not.
    let is_fragment =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::None);
    let held_together =
        has_group(invocation.item.clone(), &is_fragment).then(|| held_together(invocation.item.clone()));
    let is = |kind: &Kind| {
        kind.parses(&invocation.item) && held_together.as_ref().is_none_or(|held_together| kind.parses(held_together))
    };
    let Some(kind) = Kind::ALL.into_iter().find(is) else { return Ok(false) };
    if is_attributed_in_fragments(invocation.item.clone()) {
        return Ok(false);
    }
    match kind.parse(expansion) {
        Ok(()) => Ok(true),
        // Which is a type for the parser after an arrow, and between `<` and `>` is none, and never is one for the compiler.
        Err(_) if has_word(returned(&invocation.item), "self") => Ok(false),
        Err(error) => violation("a function that is code throughout stays one", error),
    }
}

/// From the arrow on, up to the body.
fn returned(item: &TokenStream) -> TokenStream {
    let is = |token: &TokenTree, wanted| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
    let tokens = list(item.clone());
    let arrow = tokens.windows(2).position(|pair| is(&pair[0], '-') && is(&pair[1], '>'));
    let end = tokens.len().saturating_sub(1);
    tokens[arrow.unwrap_or(end).min(end)..end].iter().cloned().collect()
}

fn has_group(tokens: TokenStream, is_it: &impl Fn(&TokenTree) -> bool) -> bool {
    tokens.into_iter().any(|token| match &token {
        TokenTree::Group(group) => is_it(&token) || has_group(group.stream(), is_it),
        _ => false,
    })
}

/// Whether there are inner attributes for a parser, which passes over the delimiters of fragments, that are none for the
/// compiler: a part of one is no fragment by itself, and nothing stands before them, not even a fragment of nothing.
fn is_attributed_in_fragments(tokens: TokenStream) -> bool {
    let tokens = list(tokens);
    let is_within = |token| matches!(token, TokenTree::Group(group) if is_attributed_in_fragments(group.stream()));
    inner_attributes(&tokens) != inner_attributes(&flat(&tokens)) || tokens.into_iter().any(is_within)
}

/// How many there are.
fn inner_attributes(tokens: &[TokenTree]) -> usize {
    let is = |token: &TokenTree, wanted| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
    let is_attribute = |words: &&[TokenTree]| {
        matches!(words, [hash, not, TokenTree::Group(group)]
            if is(hash, '#') && is(not, '!') && group.delimiter() == Delimiter::Bracket)
    };
    tokens.chunks(3).take_while(is_attribute).count()
}

/// With parentheses for the delimiters of each fragment that is an expression of several tokens. What no `macro_rules!`
/// could hand on, as half of an attribute, becomes what is no code.
fn held_together(tokens: TokenStream) -> TokenStream {
    let hold = |token| match token {
        TokenTree::Group(group) => {
            let stream = group.stream();
            let is_several = group.delimiter() == Delimiter::None && stream.clone().into_iter().nth(1).is_some();
            let is_expression = is_several && syn::parse2::<Expr>(stream.clone()).is_ok();
            if is_several && !is_expression && syn::parse2::<Type>(stream.clone()).is_err() {
                return TokenTree::Punct(Punct::new('@', Spacing::Alone));
            }
            let delimiter = if is_expression { Delimiter::Parenthesis } else { group.delimiter() };
            TokenTree::Group(Group::new(delimiter, held_together(stream)))
        }
        token => token,
    };
    tokens.into_iter().map(hold).collect()
}

#[derive(Clone, Copy)]
enum Kind {
    Function,
    Method,
    TraitMethod,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Function, Self::Method, Self::TraitMethod];

    fn parses(self, item: &TokenStream) -> bool {
        self.parse(item).is_ok()
    }

    fn parse(self, item: &TokenStream) -> syn::Result<()> {
        match self {
            Self::Function => syn::parse2::<ItemFn>(item.clone()).map(drop),
            Self::Method => syn::parse2::<ImplItemFn>(item.clone()).map(drop),
            Self::TraitMethod => syn::parse2::<TraitItemFn>(item.clone()).map(drop),
        }
    }
}

fn braces() -> Group {
    Group::new(Delimiter::Brace, quote!().into_token_stream())
}
