//! A function that returns a future or a stream, which carries the entries with it.
//!
//! No single form serves every body. Which one it is depends on whether the body may return early, since such a result has
//! to carry the entries, too, and on whether its last expression is a literal `async` block, which can hold them itself:
//! without another allocation.

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

/// With a literal last expression, which becomes the entry's owner. The borrow makes the guard a variable that the block
/// captures, and nothing more: bound to a name it would be kept twice.
///
/// ```text
/// let __entry = …;
/// { let id = next(); Box::pin(async move { let _ = &__entry; run(id).await }) }
/// ```
///
/// What returns earlier does not come by there. So the entry waits in a slot, and is attached to what has left it there:
/// that alone is boxed once more. An `impl` type is not, and gains nothing from all this.
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
        // The statement that is new in it is no declaration.
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
    let (carry, pinned) = (runtime::carry_declared(crate_path), runtime::pinned(crate_path));
    let (ok, err) = (runtime::ok(), runtime::err());
    Some(quote_spanned! {Span::mixed_site()=>
        match #carry::<_, #declared>(#guards, move |#slot| #literal) {
            #ok(__returned) => __returned,
            #err(__attached) => #pinned(__attached),
        }
    })
}

/// With any other last expression. The second one is for a body that may return early, and has a closure for it: that is
/// passed to a function, and not called here, so that it may give away what it captures, like a reborrow of `&mut self`.
/// The closure's braces are the user's: with others, the body would be missing in coverage maps.
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
        // A block that declares nothing gets braces of this crate: rustc would call the user's own ones unused.
        let body = if body::keeps_its_braces(block) { block.clone() } else { braced(block.stream()) };
        quote_spanned!(Span::mixed_site()=> #attach #declared(#guards, #body))
    };
    pinned(carriage, attached, crate_path)
}

/// Of an `impl` type, where the arguments may return, too: all that returns has to be of one type, so all stands in one
/// closure. What returns before there is an entry leaves the slot empty.
///
/// ```text
/// ::scoped_entry::__private::carry(move |__slot| {
///     let Ok(__entry) = … else { return … };
///     *__slot = Some(__entry);
///     { body }
/// })
/// ```
fn with_entries_inside(plan: &Plan, carriage: &Carriage, crate_path: Option<&Path>) -> TokenStream {
    let (carry, some, slot) = (runtime::carry(crate_path), runtime::some(), slot());
    let block = &plan.function.body;
    let (entries, guards, body) = (entry::all(plan), guards(plan), inner(block));
    let fill = quote_spanned!(Span::mixed_site()=> *#slot = #some(#guards););
    let body = regroup(block, quote!(#entries #fill #body));
    pinned(carriage, quote_spanned!(Span::mixed_site()=> #carry(move |#slot| #body)), crate_path)
}

fn slot() -> Ident {
    Ident::new("__slot", Span::mixed_site())
}

/// Several are a tuple, whose parts drop in the order in which they stand: the last one first.
fn guards(plan: &Plan) -> TokenStream {
    let guards = names(plan);
    match &guards[..] {
        [guard] => quote!(#guard),
        guards => quote_spanned!(Span::mixed_site()=> (#(#guards),*)),
    }
}

/// Captured variables drop in the order in which they are named first.
fn borrowed(plan: &Plan) -> TokenStream {
    let guards = names(plan);
    quote_spanned!(Span::mixed_site()=> #(let _ = &#guards;)*)
}

/// Of the guards that are carried: the last one first.
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

fn pinned(carriage: &Carriage, attached: TokenStream, crate_path: Option<&Path>) -> TokenStream {
    if !carriage.is_pinned {
        return attached;
    }
    let pinned = runtime::pinned(crate_path);
    quote_spanned!(Span::mixed_site()=> #pinned(#attached))
}
