//! Errors in single arguments.

use super::{Arguments, Form};
use crate::diagnostics::Diagnostics;

fn refusals(form: Form, arguments: &str) -> String {
    let mut diagnostics = Diagnostics::default();
    Arguments::parse(arguments.parse().expect("the arguments are made of tokens"), form, &mut diagnostics);
    diagnostics.into_compile_errors(None).map(|errors| errors.to_string()).unwrap_or_default()
}

#[test]
fn the_error_for_a_missing_value_shows_an_example() {
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
fn a_missing_comma_is_one_error() {
    for given in ["map = a key = b", "map = a b, key = c", "map = a + b; c = d, key = e", "map = a.b = c, key = d"] {
        let refusals = refusals(Form::Attribute, given);
        assert_eq!(refusals.matches("compile_error").count(), 1, "{given}: {refusals}");
    }
}
