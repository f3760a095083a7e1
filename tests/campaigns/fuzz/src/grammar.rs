//! Arguments that are mostly well-formed.

use crate::{
    invocation::Name,
    tree::{self, Tree},
    vocabulary::{EXPRESSIONS, WORDS},
};
use fastrand::Rng;

/// For the macro of that name, with a few that it does not take, or takes once.
pub(crate) fn arguments(name: Name, rng: &mut Rng) -> Vec<Tree> {
    let mut parts = Vec::new();
    if name != Name::SingleFlight && rng.u8(..) < 50 {
        parts.push(format!("hold = {}", expression(rng, 3)));
    } else {
        parts.push(format!("map = {}", expression(rng, 2)));
        parts.push(format!("key = {}", expression(rng, 3)));
    }
    let rare: &[(&str, u8)] = match name {
        Name::ScopedEntry => {
            &[("value", 60), ("occupied", 60), ("guard", 40), ("until", 40), ("crate", 30), ("share", 3)]
        }
        Name::SingleFlight => &[("share", 80), ("crate", 40), ("value", 5), ("guard", 3), ("until", 3)],
        Name::Enter => &[("value", 60), ("occupied", 60), ("guard", 40), ("crate", 30), ("until", 5)],
    };
    for (name, probability) in rare {
        if rng.u8(..) < *probability {
            parts.push(format!("{name} = {}", value(name, rng)));
        }
    }
    // Something is wrong with one in four.
    match rng.u8(..32) {
        0 => drop(parts.remove(rng.usize(..parts.len()))),
        1 => parts.push(parts[rng.usize(..parts.len())].clone()),
        2 => parts.insert(rng.usize(..=parts.len()), String::from(WORDS[rng.usize(..WORDS.len())])),
        3 => parts.insert(rng.usize(..=parts.len()), format!("vlaue = {}", expression(rng, 1))),
        4 => parts.push(String::new()),
        5 => parts.insert(0, String::from("key =")),
        6 => rng.shuffle(&mut parts),
        7 => parts.push(format!("{} : {}", WORDS[rng.usize(..WORDS.len())], expression(rng, 1))),
        _ => {}
    }
    let separator = if rng.u8(..) == 0 { " " } else { " , " };
    // The words are tokens, but two of them may be none: a `'` before a word, say.
    tree::read(&parts.join(separator)).unwrap_or_default()
}

fn value(name: &str, rng: &mut Rng) -> String {
    let one_of = |of: &[&str], rng: &mut Rng| String::from(of[rng.usize(..of.len())]);
    match name {
        "guard" => one_of(&["entry", "entry", "entry", "_entry", "_", "r#fn", "x y", "1"], rng),
        "until" => one_of(&["return", "return", "return", "return x", "body"], rng),
        "share" => one_of(&["ok", "ok", "ok", "err", "ok x"], rng),
        "crate" => one_of(&["crate :: reexports", "::other", "renamed", "self :: x", "x :: < T >", "\"x\""], rng),
        "occupied" => match rng.u8(..4) {
            0 => format!("return {}", expression(rng, 2)),
            1 => format!("| x | return {}", expression(rng, 2)),
            2 => format!("| S {{ a , .. }} : T | {{ log ( a ) ; return {} }}", expression(rng, 1)),
            _ => expression(rng, 3),
        },
        _ => expression(rng, 3),
    }
}

pub(crate) fn expression(rng: &mut Rng, depth: usize) -> String {
    // Places and calls are what people write.
    let of = if rng.u8(..3) == 0 { EXPRESSIONS } else { &EXPRESSIONS[..20] };
    let template = of[rng.usize(..of.len())];
    let mut written = String::new();
    for word in template.split(' ') {
        // In brackets as well: `[E]`.
        for (index, part) in split(word).enumerate() {
            written.push_str(if index == 0 { "" } else { " " });
            match part {
                "E" if depth == 0 => written.push_str("id"),
                "E" => written.push_str(&expression(rng, depth - 1)),
                part => written.push_str(part),
            }
        }
        written.push(' ');
    }
    written
}

fn split(word: &str) -> impl Iterator<Item = &str> {
    word.split_inclusive(['(', '[']).flat_map(|part| {
        let end = part.find([')', ']']).filter(|end| *end > 0).unwrap_or(part.len());
        let (part, rest) = part.split_at(end);
        [part, rest].into_iter().filter(|part| !part.is_empty())
    })
}
