//! The grammar of the attribute's arguments. What they mean together is for [`crate::rules`].

use crate::{faults::Faults, suggest};
use proc_macro2::{Ident, Span, TokenStream};
use syn::{
    Expr, Pat, Path, ReturnType, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
};

/// In the order in which the documentation has them.
const NAMES: [&str; 6] = ["map", "key", "value", "occupied", "guard", "crate"];

#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) map: Option<Expr>,
    pub(crate) key: Option<Expr>,
    pub(crate) value: Option<Expr>,
    pub(crate) occupied: Option<Occupied>,
    pub(crate) guard: Option<Ident>,
    pub(crate) runtime: Option<Path>,
    /// The names that were given, also of arguments that did not parse: those are not missing.
    given: Vec<Ident>,
}

/// `occupied = …`.
pub(crate) struct Occupied {
    /// Of `|PAT| EXPR`.
    pub(crate) existing: Option<Pat>,
    pub(crate) expression: Expr,
}

impl Arguments {
    /// Whatever parses; the rest is in `faults`.
    pub(crate) fn parse(tokens: TokenStream, faults: &mut Faults) -> Self {
        let mut arguments = Self::default();
        let all = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = arguments.parse_one(input) {
                    faults.add(error);
                    skip_argument(input);
                }
                if input.is_empty() {
                    break;
                }
                if let Err(error) = input.parse::<Token![,]>() {
                    faults.at(error.span(), "expected `,` between arguments");
                    skip_argument(input);
                    _ = input.parse::<Token![,]>();
                }
            }
            Ok(())
        };
        if let Err(error) = all.parse2(tokens) {
            faults.add(error);
        }
        arguments
    }

    pub(crate) fn is_given(&self, name: &str) -> bool {
        self.given.iter().any(|given| given == name)
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let name = input.call(Ident::parse_any).map_err(|error| {
            syn::Error::new(error.span(), "expected an argument: `map`, `key`, `value`, `occupied`, `guard` or `crate`")
        })?;
        if !NAMES.iter().any(|known| name == known) {
            return Err(unknown(&name));
        }
        let twice = self.is_given(&name.to_string());
        self.given.push(name.clone());
        if twice {
            return Err(syn::Error::new(name.span(), format!("`{name}` is given twice")));
        }
        if input.is_empty() || input.peek(Token![,]) {
            return Err(no_value(&name, name.span()));
        }
        let equals: Token![=] =
            input.parse().map_err(|error| syn::Error::new(error.span(), format!("expected `=` after `{name}`")))?;
        if input.is_empty() || input.peek(Token![,]) {
            return Err(no_value(&name, equals.span()));
        }
        match name.to_string().as_str() {
            "map" => self.map = Some(expression(input)?),
            "key" => self.key = Some(expression(input)?),
            "value" => self.value = Some(expression(input)?),
            "occupied" => self.occupied = Some(occupied(expression(input)?)?),
            "guard" => self.guard = Some(guard(input)?),
            _ => self.runtime = Some(input.call(Path::parse_mod_style)?),
        }
        Ok(())
    }
}

fn unknown(name: &Ident) -> syn::Error {
    let hint = match suggest::closest(&name.to_string(), &NAMES) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => String::from("the arguments are `map`, `key`, `value`, `occupied`, `guard` and `crate`"),
    };
    syn::Error::new(name.span(), format!("unknown argument `{name}`: {hint}"))
}

fn no_value(name: &Ident, at: Span) -> syn::Error {
    let example = match name.to_string().as_str() {
        "map" => "map = self.inflight",
        "key" => "key = id",
        "value" => "value = Instant::now()",
        "occupied" => "occupied = return Err(Error::Busy)",
        "guard" => "guard = entry",
        _ => "crate = ::scoped_entry",
    };
    syn::Error::new(at, format!("`{name}` needs a value, as in `{example}`"))
}

fn expression(input: ParseStream<'_>) -> syn::Result<Expr> {
    let expression = input.parse()?;
    match expression {
        // What a forgotten comma or value makes of two arguments.
        Expr::Assign(assignment) => Err(syn::Error::new(
            assignment.eq_token.span(),
            "an argument's value cannot be an assignment: is a `,` missing before this argument?",
        )),
        _ => Ok(expression),
    }
}

fn guard(input: ParseStream<'_>) -> syn::Result<Ident> {
    if input.peek(Token![_]) {
        return Err(input.error("`_` would drop the guard at once: give it a name, or leave `guard` out"));
    }
    input
        .parse()
        .map_err(|error: syn::Error| syn::Error::new(error.span(), "`guard` takes a name, as in `guard = entry`"))
}

/// A closure after `occupied =` is syntax, not a closure: its pattern is bound, and its body runs in the function.
fn occupied(expression: Expr) -> syn::Result<Occupied> {
    let Expr::Closure(closure) = expression else {
        return Ok(Occupied { existing: None, expression });
    };
    let misfit = match (&closure.asyncness, &closure.capture, &closure.output) {
        (Some(token), _, _) => Some(token.span()),
        (_, Some(token), _) => Some(token.span()),
        (_, _, ReturnType::Type(arrow, _)) => Some(arrow.span()),
        _ => None,
    };
    if let Some(span) = misfit {
        return Err(syn::Error::new(
            span,
            "`occupied = |existing| …` is not a closure: its right side runs in the function itself, so it takes no \
             `move`, `async` or return type",
        ));
    }
    let begin = closure.inputs_begin.span();
    let mut patterns = closure.inputs.into_iter();
    match (patterns.next(), patterns.next()) {
        (Some(existing), None) => Ok(Occupied { existing: Some(existing), expression: *closure.body }),
        (None, _) => Err(syn::Error::new(
            begin,
            "`occupied = |existing| …` binds the value that is there; without one, write `occupied = …`",
        )),
        (Some(_), Some(second)) => {
            Err(syn::Error::new(second.span(), "`occupied = |existing| …` binds one value, the one that is there"))
        }
    }
}

/// Up to the next comma that is not inside brackets.
fn skip_argument(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        _ = input.parse::<proc_macro2::TokenTree>();
    }
}
