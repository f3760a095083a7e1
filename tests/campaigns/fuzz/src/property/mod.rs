//! What holds of every expansion, whatever it is of.
//!
//! - No panic, and the same tokens each time.
//! - What is refused is an error beside the item, which is as it came, or in place of an expression.
//! - What is accepted is one function, with the head as it came, and the body's tokens once each, in their order, inside
//!   of the groups that they were in. If all of it was code, all of it still is, and of the same kind: a function, or one
//!   of an `impl` or of a `trait`.
//! - What the arguments say is in it once, the map before the key and the key before the value, before the body.
//!
//! Tokens are told apart by the place in the text that they come from: see [`source::place`].

mod accepted;
mod arguments;
mod panics;
mod refused;
mod trace;

use crate::{
    Macros,
    invocation::{Invocation, Name},
    source,
};
use proc_macro2::{TokenStream, TokenTree, extra::invalidate_current_thread_spans};
use std::fmt;

/// How an input ended that the property holds of.
#[derive(Debug)]
pub struct Outcome {
    /// The macro that was invoked first.
    pub macro_name: &'static str,
    /// Accepted, or what it was refused for.
    pub verdict: Verdict,
    /// How many expansions it took.
    pub expansions: usize,
}

/// What the macro, or the last of them, said.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// An expansion.
    Accepted {
        /// Whether the item was code throughout, and not only in its signature.
        is_code: bool,
    },
    /// The messages.
    Refused(Vec<String>),
}

/// What a macro did that it promises not to do.
#[derive(Debug)]
pub struct Violation {
    /// The promise.
    pub promise: &'static str,
    /// What was found, and in what.
    pub found: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n{}", self.promise, self.found)
    }
}

fn violation<T>(promise: &'static str, found: impl fmt::Display) -> Result<T, Violation> {
    Err(Violation { promise, found: found.to_string() })
}

/// Whatever the attributes in the text expand to, one after the other, from the outermost inwards; `None` if the text is
/// not made of tokens, or invokes nothing.
///
/// # Errors
///
/// If the property does not hold.
pub fn check(macros: &Macros, text: &str) -> Result<Option<Outcome>, Violation> {
    let outcome = source::read(text).and_then(Invocation::find).map(|invocation| check_all(macros, invocation, text));
    // What tells where each token stands is never dropped otherwise.
    invalidate_current_thread_spans();
    outcome.transpose()
}

/// More than anyone writes.
const CHAIN: usize = 8;

fn check_all(macros: &Macros, mut invocation: Invocation, text: &str) -> Result<Outcome, Violation> {
    let macro_name = invocation.name.as_str();
    let is_sampled = text.len().is_multiple_of(16);
    let mut expansions = 1;
    loop {
        let (expansion, verdict) = check_one(macros, &invocation, is_sampled)?;
        if matches!(verdict, Verdict::Refused(_)) || invocation.name == Name::Enter || expansions == CHAIN {
            return Ok(Outcome { macro_name, verdict, expansions });
        }
        // Each of its tokens gets a place of its own for the next round.
        let mut text = String::new();
        source::write(expansion, &mut text);
        let Some(next) = source::read(&text).and_then(Invocation::find) else {
            return Ok(Outcome { macro_name, verdict, expansions });
        };
        invocation = next;
        expansions += 1;
    }
}

fn check_one(
    macros: &Macros,
    invocation: &Invocation,
    is_sampled: bool,
) -> Result<(Vec<TokenTree>, Verdict), Violation> {
    let expand = || match panics::catch(|| invocation.expand(macros)) {
        Ok(expansion) => Ok(expansion),
        Err(panic) => violation("a macro never panics", panic),
    };
    let expansion = expand()?;
    if is_sampled && expand()?.to_string() != expansion.to_string() {
        return violation("the same tokens expand to the same tokens", expansion);
    }
    let expanded: Vec<_> = expansion.clone().into_iter().collect();
    let checked = match refused::messages(invocation, &expanded) {
        Some(messages) => messages.map(Verdict::Refused),
        None => accepted::check(invocation, &expanded).map(|is_code| Verdict::Accepted { is_code }),
    };
    match checked {
        Ok(verdict) => Ok((expanded, verdict)),
        Err(violation) => Err(in_full(&violation, invocation, &expansion)),
    }
}

/// With the whole of what went in and came out.
fn in_full(violation: &Violation, invocation: &Invocation, expansion: &TokenStream) -> Violation {
    let Invocation { name, arguments, item } = invocation;
    let found = format!(
        "{}\n  macro:     {}\n  arguments: {arguments}\n  item:      {item}\n  expansion: {expansion}",
        violation.found,
        name.as_str(),
    );
    Violation { found, promise: violation.promise }
}
