//! The grammar of the arguments. [`crate::rules`] checks their combinations.

mod form;
mod name;
mod occupied;
mod share;

pub(crate) use form::Form;
pub(crate) use name::Name;
pub(crate) use occupied::Occupied;
pub(crate) use share::Share;

use crate::diagnostics::{Diagnostics, suggest};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{
    Expr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) map: Option<Expr>,
    pub(crate) key: Option<Expr>,
    pub(crate) value: Option<Expr>,
    pub(crate) occupied: Option<Occupied>,
    pub(crate) hold: Option<Expr>,
    pub(crate) guard: Option<Ident>,
    pub(crate) until: Option<Token![return]>,
    pub(crate) share: Option<Share>,
    pub(crate) crate_path: Option<Path>,
    /// The names that were given, including those of arguments that did not parse, which must not be reported as missing.
    given: Vec<(Name, Span)>,
    /// The names that misspelt names most likely stand for.
    guessed: Vec<(Name, Span)>,
    /// Whether there is something among the arguments that may stand for any of them.
    is_malformed: bool,
    form: Form,
}

impl Arguments {
    /// Returns the arguments that parse, and reports the others to `diagnostics`.
    pub(crate) fn parse(tokens: TokenStream, form: Form, diagnostics: &mut Diagnostics) -> Self {
        let mut arguments = Self { form, ..Self::default() };
        let all = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = arguments.parse_one(input) {
                    diagnostics.add(error);
                    skip_argument(input);
                }
                if input.is_empty() {
                    break;
                }
                if let Err(error) = input.parse::<Token![,]>() {
                    diagnostics.at(error.span(), "expected `,` between arguments");
                    // If only the comma is missing, an argument follows.
                    if !(input.peek(Ident::peek_any) && input.peek2(Token![=])) {
                        skip_argument(input);
                        _ = input.parse::<Token![,]>();
                    }
                }
            }
            Ok(())
        };
        if let Err(error) = all.parse2(tokens) {
            diagnostics.add(error);
        }
        arguments
    }

    pub(crate) fn is_given(&self, name: Name) -> bool {
        self.given(name).is_some()
    }

    /// The location of the name, which may be misspelt.
    pub(crate) fn given(&self, name: Name) -> Option<Span> {
        span_of(name, self.given.iter().chain(&self.guessed))
    }

    /// The location of the name, unless it is misspelt: a guess must not lead to further errors.
    pub(crate) fn written(&self, name: Name) -> Option<Span> {
        span_of(name, &self.given)
    }

    /// Whether an argument is certainly missing.
    pub(crate) fn is_missing(&self, name: Name) -> bool {
        !self.is_given(name) && !self.is_malformed
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            self.is_malformed = true;
            let accepted = self.form.accepted();
            return Err(input.error(format_args!("expected an argument, as in `map = self.inflight`; {accepted}")));
        }
        let word = input.call(Ident::parse_any)?;
        let Some(name) = self.form.names().iter().copied().find(|name| word == name.as_str()) else {
            return Err(self.unknown(&word, input.peek(Token![=])));
        };
        let twice = self.written(name).is_some();
        self.given.push((name, word.span()));
        if twice {
            return Err(syn::Error::new(word.span(), format!("`{name}` is given twice")));
        }
        if input.is_empty() || input.peek(Token![,]) {
            return Err(no_value(name, word.span()));
        }
        let equals: Token![=] =
            input.parse().map_err(|error| syn::Error::new(error.span(), format!("expected `=` after `{name}`")))?;
        if input.is_empty() || input.peek(Token![,]) {
            return Err(no_value(name, equals.span));
        }
        match name {
            Name::Map => self.map = Some(self.expression(name, input)?),
            Name::Key => self.key = Some(self.expression(name, input)?),
            Name::Value => self.value = Some(self.expression(name, input)?),
            Name::Occupied => self.occupied = Some(occupied::parse(self.expression(name, input)?, self.form)?),
            Name::Hold => self.hold = Some(self.expression(name, input)?),
            Name::Guard => self.guard = Some(guard(input, self.form)?),
            Name::Until => self.until = Some(until(input)?),
            Name::Share => self.share = Some(share::parse(input)?),
            Name::Crate => self.crate_path = Some(crate_path(input)?),
        }
        Ok(())
    }

    /// A misspelt argument counts as given, so that it is not also reported as missing.
    fn unknown(&mut self, name: &Ident, has_value: bool) -> syn::Error {
        let accepted = self.form.accepted();
        if !has_value {
            self.is_malformed = true;
            return syn::Error::new(name.span(), format!("arguments have names, as in `map = {name}`; {accepted}"));
        }
        let known = self.form.names();
        let candidates: Vec<_> = known.iter().map(|known| known.as_str()).collect();
        let closest = suggest::closest(&name.to_string(), &candidates);
        let message = match known.iter().copied().find(|known| closest == Some(known.as_str())) {
            Some(meant) => {
                self.guessed.push((meant, name.span()));
                format!("unknown argument `{name}`: did you mean `{meant}`?")
            }
            None => format!("unknown argument `{name}`; {accepted}"),
        };
        syn::Error::new(name.span(), message)
    }

    fn expression(&mut self, name: Name, input: ParseStream<'_>) -> syn::Result<Expr> {
        let start = input.span();
        let expression = input.parse().map_err(|error| {
            // At the end of the input, an error would point at the whole attribute.
            if input.is_empty() {
                syn::Error::new(start, format!("the expression for `{name}` is incomplete"))
            } else {
                error
            }
        })?;
        // In the expansion, a `let` would be a statement in a block, or an error about generated code.
        if let Expr::Let(binding) = &expression {
            let message = format!("`{name}` takes an expression; `let` is one only in a condition");
            return Err(syn::Error::new(binding.let_token.span, message));
        }
        // If a value is missing, two arguments parse as one assignment.
        if let Expr::Assign(assignment) = expression {
            if let Expr::Path(path) = &*assignment.left {
                let swallowed = path.path.get_ident();
                let known = self.form.names().iter().copied();
                self.given.extend(swallowed.and_then(|word| {
                    known.into_iter().find(|name| word == name.as_str()).map(|name| (name, word.span()))
                }));
            }
            return Err(syn::Error::new(
                assignment.eq_token.span,
                format!("the value of `{name}` cannot be an assignment: is its value missing?"),
            ));
        }
        Ok(expression)
    }
}

fn span_of<'a>(name: Name, given: impl IntoIterator<Item = &'a (Name, Span)>) -> Option<Span> {
    given.into_iter().find(|(given, _)| *given == name).map(|(_, span)| *span)
}

fn no_value(name: Name, at: Span) -> syn::Error {
    syn::Error::new(at, format!("`{name}` needs a value, as in `{}`", name.example()))
}

fn crate_path(input: ParseStream<'_>) -> syn::Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), "`crate` takes a path, as in `crate = crate::reexports::scoped_entry`")
    })
}

fn guard(input: ParseStream<'_>, form: Form) -> syn::Result<Ident> {
    if input.peek(Token![_]) {
        return Err(input.error("`_` would drop the guard at once: give the guard a name, or leave `guard` out"));
    }
    let guard: Ident =
        input.parse().map_err(|error| syn::Error::new(error.span(), "`guard` takes a name, as in `guard = entry`"))?;
    if guard.to_string().starts_with('_') {
        return Err(syn::Error::new(
            guard.span(),
            format!(
                "the `_` of `{guard}` would hide that the guard is unused, and an unused guard ends with the {}: remove \
                 the `_`, or leave `guard` out",
                form.scope(),
            ),
        ));
    }
    Ok(guard)
}

/// Only `return` is accepted: the return type and `guard` express every other end of an entry.
fn until(input: ParseStream<'_>) -> syn::Result<Token![return]> {
    let misfit = |at| {
        syn::Error::new(
            at,
            "`until` takes only the keyword `return`: `until = return` ends the entry when the function returns, even if \
             the future or stream that it returns has not run yet",
        )
    };
    let until = input.parse().map_err(|_| misfit(input.span()))?;
    if input.is_empty() || input.peek(Token![,]) { Ok(until) } else { Err(misfit(input.span())) }
}

/// Skips to the next comma that is not in brackets.
fn skip_argument(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        _ = input.parse::<TokenTree>();
    }
}

#[cfg(test)]
mod tests;
