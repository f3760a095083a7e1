//! A function that returns a future, a stream or an iterator, which carries the entries.
//!
//! The form of the expansion depends on the body. If the body may return early, those results must carry the entries, too.
//! If its last expression is a literal `async` block, the block itself can hold the entries, without another allocation. In
//! all other cases, a stream's and an iterator's among them, the result is attached to the entries (`attached`), and boxed if its type is.

use super::{
    block::{braced, inner},
    check::checks,
    entry::{self, hidden},
    runtime,
};
use crate::{
    body,
    parse::function::split_inner_attributes,
    plan::{Carriage, Plan},
    return_type::lazy_return::Container,
    tokens::regroup,
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

pub(super) fn body(plan: &Plan, carriage: &Carriage) -> Group {
    let function = &plan.function;
    let crate_path = plan.entries.last().and_then(|entry| entry.crate_path.as_ref());
    let checks = checks(plan);
    let rest = if carriage.entries_return {
        with_entries_inside(plan, carriage, crate_path)
    } else {
        let entries = entry::all(plan);
        let rest = literal(plan, carriage, crate_path).unwrap_or_else(|| attached(plan, carriage, crate_path));
        quote!(#entries #rest)
    };
    let mut middle = Group::new(Delimiter::Brace, quote!(#checks #rest));
    middle.set_span(Span::mixed_site());
    let inner_attributes = &function.inner_attributes;
    regroup(&function.body, quote!(#inner_attributes #middle))
}

/// Renders a body whose last expression is a literal, which becomes the owner of the entry. The borrow only makes the block
/// capture the guard; a binding by name would store the guard twice.
///
/// ```text
/// let __entry = …;
/// { let id = next(); Box::pin(async move { let _ = &__entry; run(id).await }) }
/// ```
///
/// An early return does not reach the literal. So the guard waits in a slot. The literal takes it out of the slot; a result
/// that returns early leaves it there, and is then attached to it and boxed a second time. An `impl` type is never boxed, so
/// this form would not improve it.
///
/// ```text
/// let __entry = …;
/// match ::scoped_entry::__private::carry_declared::<_, Pin<Box<dyn Future<…>>>>(__entry, move |__slot| {
///     if … { return … }
///     Box::pin({ let __entry = __slot.take(); async move { let _ = &__entry; run(id).await } })
/// }) {
///     Ok(__returned) => __returned,
///     Err(__attached) => ::scoped_entry::__private::pinned(__attached),
/// }
/// ```
fn literal(plan: &Plan, carriage: &Carriage, crate_path: Option<&Path>) -> Option<TokenStream> {
    let block = &plan.function.body;
    if !carriage.body_returns {
        let held = borrowed(plan);
        let literal = body::with_literal_tail(block, |literal| with_statement(literal, &held))?;
        // Decide by the user's block: the added statement declares nothing.
        let body = if body::keeps_its_braces(block) { literal.to_token_stream() } else { literal.stream() };
        return Some(body);
    }
    let declared = carriage.declared.as_ref()?;
    let (taken, slot) = (hidden(0), slot());
    let held = quote_spanned!(Span::mixed_site()=> let _ = &#taken;);
    let literal = body::with_literal_tail(block, |literal| {
        let literal = with_statement(literal, &held);
        braced(quote_spanned!(Span::mixed_site()=> let #taken = #slot.take(); #literal)).into_token_stream()
    })?;
    let guards = guards(plan);
    let carry = runtime::carry_declared(crate_path);
    let attached = boxed(carriage, quote_spanned!(Span::mixed_site()=> __attached), crate_path);
    let (ok, err) = (runtime::ok(crate_path), runtime::err(crate_path));
    Some(quote_spanned! {Span::mixed_site()=>
        match #carry::<_, #declared>(#guards, move |#slot| #literal) {
            #ok(__returned) => __returned,
            #err(__attached) => #attached,
        }
    })
}

/// Renders a body with any other last expression. In the second form, for a body that may return early, the body is a
/// closure. The closure is passed to a function instead of being called here, so that it may return its captures, such as a
/// reborrow of `&mut self`. The closure's braces are the user's: with other braces, the body would be missing in coverage
/// maps.
///
/// ```text
/// let __entry = …;
/// ::scoped_entry::__private::attach(__entry, { body })
/// ```
/// ```text
/// let __entry = …;
/// ::scoped_entry::__private::pinned(::scoped_entry::__private::attach(
///     __entry,
///     ::scoped_entry::__private::call::<Pin<Box<dyn Future<…>>>>(move || { body }),
/// ))
/// ```
fn attached(plan: &Plan, carriage: &Carriage, crate_path: Option<&Path>) -> TokenStream {
    let block = &plan.function.body;
    let (attach, guards) = (runtime::attach(crate_path), guards(plan));
    let declared = carriage.declared.as_ref();
    let attached = if carriage.body_returns {
        let call = runtime::call_body(crate_path);
        let declared = declared.map(|declared| quote_spanned!(Span::mixed_site()=> ::<#declared>));
        quote_spanned!(Span::mixed_site()=> #attach(#guards, #call #declared(move || #block)))
    } else {
        let declared = declared.map(|declared| quote_spanned!(Span::mixed_site()=> ::<_, #declared>));
        // A block that declares nothing gets braces of this crate, since rustc would report the user's as unused.
        let body = if body::keeps_its_braces(block) { block.clone() } else { braced(block.stream()) };
        quote_spanned!(Span::mixed_site()=> #attach #declared(#guards, #body))
    };
    boxed(carriage, attached, crate_path)
}

/// Renders a function that returns an `impl` type and whose arguments may return, too. All results must have one type, so
/// the whole expansion is one closure. A return before the entry exists leaves the slot empty.
///
/// ```text
/// ::scoped_entry::__private::carry(move |__slot| {
///     let Ok(__entry) = … else { return … };
///     *__slot = Some(__entry);
///     { body }
/// })
/// ```
fn with_entries_inside(plan: &Plan, carriage: &Carriage, crate_path: Option<&Path>) -> TokenStream {
    let (carry, some, slot) = (runtime::carry(crate_path), runtime::some(crate_path), slot());
    let block = &plan.function.body;
    let (entries, guards, body) = (entry::all(plan), guards(plan), inner(block));
    let fill = quote_spanned!(Span::mixed_site()=> *#slot = #some(#guards););
    let body = regroup(block, quote!(#entries #fill #body));
    boxed(carriage, quote_spanned!(Span::mixed_site()=> #carry(move |#slot| #body)), crate_path)
}

fn slot() -> Ident {
    Ident::new("__slot", Span::mixed_site())
}

/// The guards that the result carries. Several are a tuple with the last guard first, since a tuple drops its elements in
/// order.
fn guards(plan: &Plan) -> TokenStream {
    let guards = names(plan);
    match &guards[..] {
        [guard] => quote!(#guard),
        guards => quote_spanned!(Span::mixed_site()=> (#(#guards),*)),
    }
}

/// Statements that capture the guards. Captured variables drop in the order of their first use.
fn borrowed(plan: &Plan) -> TokenStream {
    let guards = names(plan);
    quote_spanned!(Span::mixed_site()=> #(let _ = &#guards;)*)
}

/// The names of the guards that the result carries, the last guard first.
fn names(plan: &Plan) -> Vec<Ident> {
    let carried = plan.entries.iter().enumerate().filter(|(_, entry)| entry.is_carried);
    carried.map(|(index, _)| hidden(index)).rev().collect()
}

/// ```text
/// async move { run().await }   ─►   async move { let _ = &__entry; run().await }
/// ```
fn with_statement(literal: &[TokenTree], statement: &TokenStream) -> TokenStream {
    let with_statement = |token: &TokenTree| match token {
        TokenTree::Group(block) => {
            let (inner_attributes, body) = split_inner_attributes(block);
            let body = body.stream();
            TokenTree::Group(regroup(block, quote!(#inner_attributes #statement #body)))
        }
        token => token.clone(),
    };
    literal.iter().map(with_statement).collect()
}

/// Boxes what a function with a boxed return type returns.
fn boxed(carriage: &Carriage, attached: TokenStream, crate_path: Option<&Path>) -> TokenStream {
    let boxed = match carriage.container {
        Container::Bare => return attached,
        Container::Box => runtime::boxed(crate_path),
        Container::PinnedBox => runtime::pinned(crate_path),
    };
    quote_spanned!(Span::mixed_site()=> #boxed(#attached))
}
