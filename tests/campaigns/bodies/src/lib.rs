//! Writes random functions with nested control flow, each beside its twin without the attribute, as Rust source.
//!
//! A function is drawn from its own seed, so that each can be written again alone:
//!
//! ```text
//! seed ─► Writer ─┬─ signature, attributes ─┐
//!                 └─ body (statements,      ├─ cases ─► a module with `twin`, `annotated`, `refused` and `play`
//!                     expressions, whole) ──┘
//! ```
//!
//! What they are made of, and what plays them, is the stage: `tests/campaigns/bodies/stage`.

mod again;
mod attributes;
mod callables;
mod cases;
mod control;
mod declarations;
mod either;
mod expressions;
mod forms;
mod maps;
mod module;
mod nested;
mod scope;
mod signatures;
mod statements;
mod tally;
mod ways_out;
mod whole;
mod writer;

pub use tally::Tally;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::{env, fmt::Write as _, fs, path::Path};
use writer::Writer;

/// Which functions to write.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Of all of them.
    pub seed: u64,
    /// The number of the first one.
    pub first: u64,
    /// How many.
    pub functions: u64,
}

impl Choice {
    /// What `cargo test` plays, and in it the environment's `BODIES_SEED`, `BODIES_FIRST` and `BODIES_FUNCTIONS`.
    ///
    /// # Panics
    ///
    /// If one of those is no number.
    #[must_use]
    pub fn of_environment() -> Self {
        let number = |name: &str, otherwise: u64| match env::var(name) {
            Ok(number) => number.parse().unwrap_or_else(|_| panic!("{name} is no number: {number}")),
            Err(_) => otherwise,
        };
        Self {
            seed: number("BODIES_SEED", 1),
            first: number("BODIES_FIRST", 0),
            functions: number("BODIES_FUNCTIONS", 120),
        }
    }
}

/// Most constructs of a body that are nested in others.
const BUDGET: u32 = 12;

/// The functions as a module's source, and how often each construct stands in them.
///
/// # Panics
///
/// If what was written is no Rust: a fault of the generator.
#[must_use]
pub fn write(choice: Choice) -> (String, Tally) {
    let (mut text, mut cases, mut tally) = (String::new(), String::new(), Tally::default());
    for index in choice.first..choice.first + choice.functions {
        let mut writer = Writer::new(choice.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ index, BUDGET);
        let module = format_ident!("f{}_{}", choice.seed, index);
        let (code, case) = writer.case(index, &module);
        let source = pretty(&code);
        let _ = writeln!(cases, "    Case {{ {case} source: {source:?} }},");
        let _ = writeln!(text, "{source}");
        tally.add(&writer.tally);
    }
    let (written, missing) = (tally.written(), tally.missing());
    let _ = writeln!(text, "pub(crate) static CASES: &[Case] = &[\n{cases}];");
    let _ = writeln!(text, "pub(crate) static CONSTRUCTS: &[(&str, usize)] = &[{written}];");
    let _ = writeln!(text, "pub(crate) static MISSING: &[&str] = &{missing:?};");
    let _ = writeln!(text, "pub(crate) static MAPS: &[&str] = &{:?};", maps::names());
    (text, tally)
}

fn pretty(code: &TokenStream) -> String {
    let file = syn::parse2(quote!(#code)).unwrap_or_else(|error| panic!("{error} in\n{code}"));
    prettyplease::unparse(&file)
}

/// For a build script: writes what the environment asks for.
///
/// # Panics
///
/// If the file cannot be written.
pub fn build() {
    println!("cargo::rerun-if-changed=build.rs");
    for name in ["BODIES_SEED", "BODIES_FIRST", "BODIES_FUNCTIONS"] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let (source, _) = write(Choice::of_environment());
    let folder = env::var("OUT_DIR").expect("a build script has a folder");
    fs::write(Path::new(&folder).join("bodies.rs"), source).expect("the folder can be written to");
}
