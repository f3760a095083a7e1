//! New inputs from old ones.

use crate::{
    grammar,
    invocation::Name,
    seeds::Seeds,
    tree::{self, Tree, at_place, places},
    vocabulary::{READ, RETURNS},
};
use fastrand::Rng;
use proc_macro2::{Delimiter, Spacing};

/// An input that is made of the seeds, or of nothing.
#[must_use]
pub fn input(seeds: &Seeds, rng: &mut Rng) -> String {
    match rng.u8(..32) {
        0 | 1 => tree::write(&from_nothing(rng)),
        _ => {
            let mut trees = seed(seeds, rng).clone();
            change(&mut trees, seeds, rng);
            tree::write(&trees)
        }
    }
}

/// The text with a few changes.
#[must_use]
pub fn mutate(text: &str, seeds: &Seeds, rng: &mut Rng) -> String {
    let mut trees = tree::read(text).unwrap_or_else(|| seed(seeds, rng).clone());
    proc_macro2::extra::invalidate_current_thread_spans();
    change(&mut trees, seeds, rng);
    tree::write(&trees)
}

/// The item of one text with the attributes of the other, or parts of one in the other.
#[must_use]
pub fn cross(one: &str, other: &str, rng: &mut Rng) -> String {
    let (Some(mut one), Some(other)) = (tree::read(one), tree::read(other)) else { return String::from(other) };
    proc_macro2::extra::invalidate_current_thread_spans();
    replace_some(&mut one, &other, rng);
    tree::write(&one)
}

fn seed<'a>(seeds: &'a Seeds, rng: &mut Rng) -> &'a Vec<Tree> {
    &seeds.trees[rng.usize(..seeds.trees.len())]
}

fn change(trees: &mut Vec<Tree>, seeds: &Seeds, rng: &mut Rng) {
    loop {
        match rng.u8(..16) {
            0..8 => change_token(trees, rng),
            8 | 9 => replace_some(trees, seed(seeds, rng), rng),
            10 | 11 => replace_arguments(trees, rng),
            12 => replace_return(trees, rng),
            13 => replace_body(trees, seed(seeds, rng)),
            14 => add_attribute(trees, rng),
            _ => rename(trees, rng),
        }
        if rng.bool() {
            break;
        }
    }
}

fn change_token(trees: &mut Vec<Tree>, rng: &mut Rng) {
    let mut place = rng.usize(..places(trees));
    let way = rng.u8(..10);
    at_place(trees, &mut place, &mut |list, at| {
        let is_there = at < list.len();
        match way {
            0 if is_there => drop(list.remove(at)),
            1 if is_there => list.insert(at, list[at].clone()),
            2 if at + 1 < list.len() => list.swap(at, at + 1),
            3 if is_there => list.splice(at..=at, word(rng)).for_each(drop),
            4 if is_there => enclose(list, at, rng),
            5 if is_there => open(list, at),
            6 if is_there => respace(&mut list[at], rng),
            7 if is_there => {
                let token = list.remove(at);
                list.insert(rng.usize(..=list.len()), token);
            }
            _ => list.splice(at..at, word(rng)).for_each(drop),
        }
    });
}

fn word(rng: &mut Rng) -> Vec<Tree> {
    READ[rng.usize(..READ.len())].clone()
}

fn delimiter(rng: &mut Rng) -> Delimiter {
    [Delimiter::None, Delimiter::None, Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket][rng.usize(..5)]
}

/// Some tokens get delimiters, or a group gets others.
fn enclose(list: &mut Vec<Tree>, at: usize, rng: &mut Rng) {
    let delimiter = delimiter(rng);
    if let Tree::Group(old, _) = &mut list[at]
        && rng.bool()
    {
        *old = delimiter;
        return;
    }
    let end = (at + 1 + rng.usize(..6)).min(list.len());
    let inside: Vec<_> = list.drain(at..end).collect();
    list.insert(at, Tree::Group(delimiter, inside));
}

fn open(list: &mut Vec<Tree>, at: usize) {
    if let Tree::Group(_, inside) = &mut list[at] {
        let inside = std::mem::take(inside);
        list.splice(at..=at, inside);
    }
}

fn respace(tree: &mut Tree, rng: &mut Rng) {
    if let Tree::Leaf(_, spacing) = tree {
        *spacing = if rng.bool() { Spacing::Joint } else { Spacing::Alone };
    }
}

/// Some neighbours in the one are replaced by some in the other.
fn replace_some(trees: &mut Vec<Tree>, donor: &[Tree], rng: &mut Rng) {
    let mut donor = donor.to_vec();
    let mut place = rng.usize(..places(&donor));
    let taken = at_place(&mut donor, &mut place, &mut |list, at| {
        let end = (at + 1 + rng.usize(..8)).min(list.len());
        list[at.min(end)..end].to_vec()
    });
    let mut place = rng.usize(..places(trees));
    at_place(trees, &mut place, &mut |list, at| {
        let end = (at + rng.usize(..4)).min(list.len());
        list.splice(at..end, taken.clone().unwrap_or_default()).for_each(drop);
    });
}

/// Which macro, and where its arguments are, in an attribute or in an `enter!`.
fn attributes(trees: &mut [Tree]) -> Vec<&mut Vec<Tree>> {
    if trees.first().is_some_and(|tree| tree.is("enter")) {
        let arguments = trees.get_mut(2);
        return arguments
            .into_iter()
            .filter_map(|tree| if let Tree::Group(_, arguments) = tree { Some(arguments) } else { None })
            .collect();
    }
    let attributes = trees.iter_mut().filter_map(|tree| match tree {
        Tree::Group(Delimiter::Bracket, attribute) => Some(attribute),
        _ => None,
    });
    attributes.collect()
}

fn replace_arguments(trees: &mut [Tree], rng: &mut Rng) {
    if trees.first().is_some_and(|tree| tree.is("enter")) {
        if let Some(arguments) = attributes(trees).pop() {
            *arguments = grammar::arguments(Name::Enter, rng);
        }
        return;
    }
    for attribute in attributes(trees) {
        for name in [Name::ScopedEntry, Name::SingleFlight] {
            if attribute.iter().any(|tree| tree.is(name.as_str()))
                && let Some(Tree::Group(_, arguments)) = attribute.last_mut()
            {
                *arguments = grammar::arguments(name, rng);
            }
        }
    }
}

/// Between the parameters, or what else is in parentheses, and a `where` or the body.
fn replace_return(trees: &mut Vec<Tree>, rng: &mut Rng) {
    let Some(start) = trees.iter().rposition(|tree| tree.group(Delimiter::Parenthesis).is_some()) else { return };
    let end = trees[start..].iter().position(|tree| tree.is("where") || tree.group(Delimiter::Brace).is_some());
    let end = end.map_or(trees.len(), |end| start + end);
    let returned = tree::read(RETURNS[rng.usize(..RETURNS.len())]).unwrap_or_default();
    trees.splice(start + 1..end, returned);
}

fn replace_body(trees: &mut [Tree], donor: &[Tree]) {
    if let (Some(body), Some(other)) = (trees.last_mut(), donor.last()) {
        *body = other.clone();
    }
}

/// Of ours mostly, above or below those that are there.
fn add_attribute(trees: &mut Vec<Tree>, rng: &mut Rng) {
    let name = Name::ALL[rng.usize(..2)];
    let attribute = match rng.u8(..8) {
        0 => tree::read("track_caller").unwrap_or_default(),
        1 => tree::read("cfg_attr (test , inline)").unwrap_or_default(),
        _ => vec![Tree::leaf(name.as_str()), Tree::Group(Delimiter::Parenthesis, grammar::arguments(name, rng))],
    };
    let at = if rng.bool() { 0 } else { 2.min(trees.len()) };
    trees.splice(at..at, [Tree::leaf("#"), Tree::Group(Delimiter::Bracket, attribute)]);
}

/// One macro for the other.
fn rename(trees: &mut [Tree], rng: &mut Rng) {
    let name = Name::ALL[rng.usize(..2)];
    for attribute in attributes(trees) {
        if let Some(Tree::Leaf(old, _)) = attribute.first_mut()
            && ["scoped_entry", "single_flight"].contains(&&**old)
        {
            *old = name.as_str().into();
        }
    }
}

/// Any tokens for arguments, and any for an item.
fn from_nothing(rng: &mut Rng) -> Vec<Tree> {
    let name = Name::ALL[rng.usize(..3)];
    let any = |most, rng: &mut Rng| {
        let mut trees = Vec::new();
        for _ in 0..rng.usize(..most) {
            let mut place = rng.usize(..places(&trees));
            at_place(&mut trees, &mut place, &mut |list, at| {
                if rng.u8(..4) == 0 {
                    list.insert(at, Tree::Group(delimiter(rng), Vec::new()));
                } else {
                    list.splice(at..at, word(rng)).for_each(drop);
                }
            });
        }
        trees
    };
    let arguments = if rng.u8(..4) == 0 { grammar::arguments(name, rng) } else { any(24, rng) };
    let arguments = Tree::Group(Delimiter::Parenthesis, arguments);
    if name == Name::Enter {
        return vec![Tree::leaf("enter"), Tree::leaf("!"), arguments];
    }
    let mut trees = vec![Tree::leaf("#"), Tree::Group(Delimiter::Bracket, vec![Tree::leaf(name.as_str()), arguments])];
    if rng.bool() {
        trees.extend(tree::read("fn handle (id : u64)").unwrap_or_default());
        trees.push(Tree::Group(Delimiter::Brace, any(40, rng)));
    } else {
        trees.extend(any(40, rng));
    }
    trees
}
