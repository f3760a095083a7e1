//! The rules of one entry's arguments among each other.

use crate::{
    arguments::Arguments,
    faults::Faults,
    fragments::reassemble_deeply,
    function::Function,
    operand,
    plan::{Enter, Entry, Occupied, Source},
    receiver::{self, Receiver},
};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, spanned::Spanned};

/// What the arguments are expressions of.
#[derive(Clone, Copy)]
pub(super) enum Site<'a> {
    /// The annotated function, and its receiver.
    Function(&'a Function, Option<Receiver>),
    /// The block that `enter!` stands in, which is not seen.
    Block,
}

impl Site<'_> {
    fn example(self) -> &'static str {
        match self {
            Self::Function(..) => "#[scoped_entry(map = self.inflight, key = id)]",
            Self::Block => "enter!(map = self.inflight, key = id);",
        }
    }

    fn another(self) -> &'static str {
        match self {
            Self::Function(..) => "put a second `#[scoped_entry(…)]` on the function",
            Self::Block => "write a second `enter!(…);`",
        }
    }

    /// The tokens as they mean something there.
    pub(super) fn adopt(self, tokens: TokenStream, faults: &mut Faults) -> TokenStream {
        let tokens = reassemble_deeply(tokens);
        match self {
            Self::Function(_, Some(receiver)) => receiver.adopt(tokens),
            Self::Function(function, None) => {
                if let Some(span) = receiver::find(tokens.clone()) {
                    faults.at(span, format_args!("`self` does not exist here: `{}` has no receiver", function.name()));
                }
                tokens
            }
            Self::Block => tokens,
        }
    }
}

pub(super) fn entry(arguments: &Arguments, site: Site<'_>, is_carried: bool, faults: &mut Faults) -> Option<Entry> {
    let source = if arguments.is_given("hold") {
        hold(arguments, site, faults)
    } else {
        enter(arguments, site, is_carried, faults).map(|enter| Source::Map(Box::new(enter)))
    };
    Some(Entry { source: source?, guard: arguments.guard.clone(), is_carried, runtime: arguments.runtime.clone() })
}

fn hold(arguments: &Arguments, site: Site<'_>, faults: &mut Faults) -> Option<Source> {
    for name in ["map", "key", "value", "occupied"] {
        if let (Some(given), Some(_)) = (arguments.written(name), arguments.written("hold")) {
            faults.at(
                given.span(),
                format_args!(
                    "`{name}` does not go with `hold`, which holds a guard that comes from elsewhere than a map; for both, \
                     {}",
                    site.another(),
                ),
            );
        }
    }
    let hold = arguments.hold.as_ref()?;
    let guard = site.adopt(operand::value(hold.to_token_stream()), faults);
    Some(Source::Hold { guard, span: hold.span() })
}

fn enter(arguments: &Arguments, site: Site<'_>, is_carried: bool, faults: &mut Faults) -> Option<Enter> {
    for name in ["map", "key"] {
        if arguments.is_missing(name) {
            faults.absent(format_args!("`{name}` is missing, as in `{}`", site.example()));
        }
    }
    let runtime = arguments.runtime.as_ref();
    let mut adopt = |tokens| site.adopt(tokens, faults);
    // A named guard may be given away, too.
    let may_travel = is_carried || arguments.guard.is_some();
    let borrowed = |map| if may_travel { operand::borrowed_for_longer(map, runtime) } else { operand::borrowed(map) };
    let map = arguments.map.as_ref().map(|map| adopt(borrowed(map)));
    let key = arguments.key.as_ref().map(|key| adopt(operand::key(key, runtime)));
    let value = arguments.value.as_ref().map(|value| adopt(operand::value(value.to_token_stream())));
    let occupied = arguments.occupied.as_ref().map(|occupied| Occupied {
        span: occupied.expression.span(),
        existing: occupied.existing.as_ref().map(|pattern| adopt(pattern.to_token_stream())),
        expression: adopt(operand::in_a_block(&occupied.expression)),
    });
    let map_span = arguments.map.as_ref().map(Expr::span)?;
    Some(Enter { map: map?, map_span, key: key?, value, occupied })
}
