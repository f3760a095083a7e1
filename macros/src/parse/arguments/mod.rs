//! The grammar of the attribute's arguments. What they mean together is for [`crate::rules`].

mod occupied;
mod share;

pub(crate) use occupied::Occupied;
pub(crate) use share::Share;

use crate::{faults::Faults, suggest};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{
    Expr, Path, Token,
    ext::IdentExt,
    parse::{ParseStream, Parser},
};

/// In the order in which the documentation has them.
const NAMES: [&str; 8] = ["map", "key", "value", "occupied", "hold", "guard", "until", "crate"];
const NAMES_OF_A_FLIGHT: [&str; 4] = ["map", "key", "share", "crate"];

/// What the arguments are those of.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// `#[scoped_entry(…)]`, on a function.
    #[default]
    Attribute,
    /// `enter!(…);`, in a block.
    Statement,
    /// `#[single_flight(…)]`, on a function.
    Flight,
}

impl Form {
    /// What the entry ends with.
    fn scope(self) -> &'static str {
        match self {
            Self::Attribute | Self::Flight => "function",
            Self::Statement => "block",
        }
    }

    fn accepted(self) -> &'static str {
        match self {
            Self::Attribute => {
                "the arguments are `map`, `key`, `value`, `occupied`, `hold`, `guard`, `until` and `crate`"
            }
            Self::Statement => "the arguments are `map`, `key`, `value`, `occupied`, `hold`, `guard` and `crate`",
            Self::Flight => "the arguments are `map`, `key`, `share` and `crate`",
        }
    }

    fn names(self) -> &'static [&'static str] {
        if self == Self::Flight { &NAMES_OF_A_FLIGHT } else { &NAMES }
    }
}

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
    pub(crate) runtime: Option<Path>,
    /// The names that were given, also of arguments that did not parse: those are not missing.
    given: Vec<Ident>,
    /// Those that misspelt ones were probably meant as.
    guessed: Vec<Ident>,
    /// Whether something stands among the arguments that may have been meant as any of them.
    is_malformed: bool,
    form: Form,
}

impl Arguments {
    /// Whatever parses; the rest is in `faults`.
    pub(crate) fn parse(tokens: TokenStream, form: Form, faults: &mut Faults) -> Self {
        let mut arguments = Self { form, ..Self::default() };
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
            faults.add(error);
        }
        arguments
    }

    pub(crate) fn is_given(&self, name: &str) -> bool {
        self.given(name).is_some()
    }

    /// The name as it was written, or misspelt.
    pub(crate) fn given(&self, name: &str) -> Option<&Ident> {
        self.given.iter().chain(&self.guessed).find(|given| *given == name)
    }

    /// The name if it was written for certain: what is wrong with a guess is nobody's fault.
    pub(crate) fn written(&self, name: &str) -> Option<&Ident> {
        self.given.iter().find(|given| *given == name)
    }

    /// Whether an argument is missing for certain.
    pub(crate) fn is_missing(&self, name: &str) -> bool {
        !self.is_given(name) && !self.is_malformed
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Ident::peek_any) {
            self.is_malformed = true;
            let accepted = self.form.accepted();
            return Err(input.error(format_args!("expected an argument, as in `map = self.inflight`; {accepted}")));
        }
        let name = input.call(Ident::parse_any)?;
        if !self.form.names().iter().any(|known| name == known) {
            return Err(self.unknown(&name, input.peek(Token![=])));
        }
        let twice = self.written(&name.to_string()).is_some();
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
            return Err(no_value(&name, equals.span));
        }
        match name.to_string().as_str() {
            "map" => self.map = Some(self.expression(&name, input)?),
            "key" => self.key = Some(self.expression(&name, input)?),
            "value" => self.value = Some(self.expression(&name, input)?),
            "occupied" => self.occupied = Some(occupied::parse(self.expression(&name, input)?, self.form)?),
            "hold" => self.hold = Some(self.expression(&name, input)?),
            "guard" => self.guard = Some(guard(input, self.form)?),
            "until" => self.until = Some(until(input)?),
            "share" => self.share = Some(share::parse(input)?),
            _ => self.runtime = Some(runtime(input)?),
        }
        Ok(())
    }

    /// A misspelt argument counts as given, so that it is not reported as missing, too.
    fn unknown(&mut self, name: &Ident, has_value: bool) -> syn::Error {
        let accepted = self.form.accepted();
        if !has_value {
            self.is_malformed = true;
            return syn::Error::new(name.span(), format!("arguments have names, as in `map = {name}`; {accepted}"));
        }
        let message = match suggest::closest(&name.to_string(), self.form.names()) {
            Some(meant) => {
                self.guessed.push(Ident::new(meant, name.span()));
                format!("unknown argument `{name}`: did you mean `{meant}`?")
            }
            None => format!("unknown argument `{name}`; {accepted}"),
        };
        syn::Error::new(name.span(), message)
    }

    fn expression(&mut self, name: &Ident, input: ParseStream<'_>) -> syn::Result<Expr> {
        let start = input.span();
        let expression = input.parse().map_err(|error| {
            // At the end of the input, an error would point at the whole attribute.
            if input.is_empty() {
                syn::Error::new(start, format!("this is not a whole expression for `{name}`"))
            } else {
                error
            }
        })?;
        // In a block it would be a statement, and anywhere else the compiler would be at a loss.
        if let Expr::Let(binding) = &expression {
            let message = format!("`{name}` takes an expression, which a `let` is not outside of a condition");
            return Err(syn::Error::new(binding.let_token.span, message));
        }
        // What a forgotten value makes of two arguments.
        if let Expr::Assign(assignment) = expression {
            if let Expr::Path(path) = &*assignment.left {
                self.given.extend(path.path.get_ident().cloned());
            }
            return Err(syn::Error::new(
                assignment.eq_token.span,
                format!("the value of `{name}` cannot be an assignment: was it forgotten?"),
            ));
        }
        Ok(expression)
    }
}

fn no_value(name: &Ident, at: Span) -> syn::Error {
    let example = match name.to_string().as_str() {
        "map" => "map = self.inflight",
        "key" => "key = id",
        "value" => "value = Instant::now()",
        "occupied" => "occupied = return Err(Error::Busy)",
        "hold" => "hold = self.permits.acquire().await?",
        "guard" => "guard = entry",
        "until" => "until = return",
        "share" => "share = ok",
        _ => "crate = ::scoped_entry",
    };
    syn::Error::new(at, format!("`{name}` needs a value, as in `{example}`"))
}

fn runtime(input: ParseStream<'_>) -> syn::Result<Path> {
    input.call(Path::parse_mod_style).map_err(|error| {
        syn::Error::new(error.span(), "`crate` takes a path, as in `crate = crate::reexports::scoped_entry`")
    })
}

fn guard(input: ParseStream<'_>, form: Form) -> syn::Result<Ident> {
    if input.peek(Token![_]) {
        return Err(input.error("`_` would drop the guard at once: give it a name, or leave `guard` out"));
    }
    let guard: Ident =
        input.parse().map_err(|error| syn::Error::new(error.span(), "`guard` takes a name, as in `guard = entry`"))?;
    if guard.to_string().starts_with('_') {
        return Err(syn::Error::new(
            guard.span(),
            format!(
                "`{guard}` hides that a guard is not used, and one that is not used ends with the {}: give it a name \
                 without `_`, or leave `guard` out",
                form.scope(),
            ),
        ));
    }
    Ok(guard)
}

/// What else an entry could last until is said by what the function returns, and by `guard`.
fn until(input: ParseStream<'_>) -> syn::Result<Token![return]> {
    let misfit = |at| {
        syn::Error::new(
            at,
            "`until` takes the word `return`, and nothing else: `until = return` ends the entry when the function \
             returns, also where what it returns has not run yet",
        )
    };
    let until = input.parse().map_err(|_| misfit(input.span()))?;
    if input.is_empty() || input.peek(Token![,]) { Ok(until) } else { Err(misfit(input.span())) }
}

/// Up to the next comma that is not inside brackets.
fn skip_argument(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        _ = input.parse::<TokenTree>();
    }
}

#[cfg(test)]
mod tests {
    use super::{Arguments, Form};
    use crate::faults::Faults;

    fn refusals(form: Form, arguments: &str) -> String {
        let mut faults = Faults::default();
        Arguments::parse(arguments.parse().expect("the arguments are made of tokens"), form, &mut faults);
        faults.into_compile_errors().map(|errors| errors.to_string()).unwrap_or_default()
    }

    #[test]
    fn an_argument_without_its_value_is_shown_one() {
        for (form, name, value) in [
            (Form::Attribute, "map", "self.inflight"),
            (Form::Attribute, "key", "id"),
            (Form::Attribute, "value", "Instant::now()"),
            (Form::Attribute, "occupied", "return Err(Error::Busy)"),
            (Form::Attribute, "hold", "self.permits.acquire().await?"),
            (Form::Attribute, "guard", "entry"),
            (Form::Attribute, "until", "return"),
            (Form::Flight, "share", "ok"),
            (Form::Attribute, "crate", "::scoped_entry"),
        ] {
            for given in [name.to_owned(), format!("{name} ="), format!("{name},"), format!("{name} = ,")] {
                let refusal = refusals(form, &given);
                assert!(refusal.contains(&format!("as in `{name} = {value}`")), "{given}: {refusal}");
            }
        }
    }

    #[test]
    fn a_comma_that_is_missing_is_one_fault() {
        for given in ["map = a key = b", "map = a b, key = c", "map = a + b; c = d, key = e", "map = a.b = c, key = d"]
        {
            let refusals = refusals(Form::Attribute, given);
            assert_eq!(refusals.matches("compile_error").count(), 1, "{given}: {refusals}");
        }
    }
}
