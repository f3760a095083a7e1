//! The statements that make the compiler check whether the return type is lazy.

use super::runtime;
use crate::plan::{Check, Plan};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Path;

pub(super) fn checks(plan: &Plan) -> TokenStream {
    let crate_path = plan.entries.last().and_then(|entry| entry.crate_path.as_ref());
    plan.checks.iter().map(|check| statement(check, crate_path)).collect()
}

/// ```text
/// ::scoped_entry::__private::returned::<Reply, _>(0).kind().is_not_lazy();
/// ```
fn statement(check: &Check, crate_path: Option<&Path>) -> TokenStream {
    let Check { returned, span, is_inside } = check;
    let probe = runtime::returned(crate_path);
    let verdict = if *is_inside { runtime::IS_NOT_LAZY_INSIDE } else { runtime::IS_NOT_LAZY };
    let (kind, verdict) = (runtime::KIND.at(Span::mixed_site()), verdict.at(*span));
    quote_spanned!(Span::mixed_site()=> #probe::<#returned, _>(0).#kind().#verdict();)
}
