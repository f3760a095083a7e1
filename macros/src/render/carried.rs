//! A function that returns a future or a stream, which carries the entries with it.
//!
//! No single form serves every body. Which one it is depends on whether the body may return early, since such a result has
//! to carry the entries, too, and on whether its last expression is a literal `async` block, which can hold them itself:
//! without another allocation.

use super::{checks, entries, entry::hidden, inner};
use crate::{
    body, paths,
    plan::{Carriage, Plan},
    tokens::regroup,
};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

pub(super) fn body(plan: &Plan) -> Group {
    let function = &plan.function;
    let runtime = plan.entries.last().and_then(|entry| entry.runtime.as_ref());
    let Some(carriage) = &plan.carriage else { return function.body.clone() };
    let checks = checks(plan);
    let rest =
        if carriage.in_closure { through_closure(plan, carriage, runtime) } else { straight(plan, carriage, runtime) };
    let mut middle = Group::new(Delimiter::Brace, quote!(#checks #rest));
    middle.set_span(Span::mixed_site());
    let inner_attributes = &function.inner_attributes;
    regroup(&function.body, quote!(#inner_attributes #middle))
}

/// Of a body that cannot return early. With a literal last expression, and with another one:
///
/// ```text
/// let __entry = …;
/// { let id = next(); Box::pin(async move { let _ = &__entry; run(id).await }) }
/// ```
/// ```text
/// let __entry = …;
/// ::scoped_entry::__private::pinned(::scoped_entry::__private::attach::<_, Pin<Box<dyn Future<…>>>>(__entry, { body }))
/// ```
///
/// The borrow makes the guard a variable that the block captures, and nothing more: bound to a name it would be kept
/// twice.
fn straight(plan: &Plan, carriage: &Carriage, runtime: Option<&Path>) -> TokenStream {
    let block = &plan.function.body;
    let entries = entries(plan);
    let guards = guards(plan);
    let held = borrowed(plan);
    if let Some(literal) = body::with_literal_tail(block, |literal| with_statement(literal, &held)) {
        // The statement that is new in it is no declaration.
        let body = if body::has_statements(block) { literal.to_token_stream() } else { literal.stream() };
        return quote!(#entries #body);
    }
    let attach = paths::attach(runtime);
    let declared = carriage.declared.as_ref().map(|declared| quote_spanned!(Span::mixed_site()=> ::<_, #declared>));
    let body = as_argument(block);
    let attached = quote_spanned!(Span::mixed_site()=> #attach #declared(#guards, #body));
    let attached = pinned(carriage, attached, runtime);
    quote!(#entries #attached)
}

/// Of a body that may return early. Of an `impl` type, and of a declared one:
///
/// ```text
/// ::scoped_entry::__private::carry(move |__slot| {
///     let __entry = …;
///     *__slot = Some(__entry);
///     { body }
/// })
/// ```
/// ```text
/// match ::scoped_entry::__private::carry_declared::<_, Pin<Box<dyn Future<…>>>>(move |__slot| {
///     let __entry = …;
///     *__slot = Some(__entry);
///     { if … { return … } Box::pin({ let __entry = __slot.take(); async move { let _ = &__entry; … } }) }
/// }) {
///     Ok(__returned) => __returned,
///     Err(__attached) => ::scoped_entry::__private::pinned(__attached),
/// }
/// ```
///
/// A literal last expression takes the entries out of the slot: only what returned early is boxed once more. The closure
/// is passed to a function, and not called here, so that it may give away what it captures: a reborrow of `&mut self`.
fn through_closure(plan: &Plan, carriage: &Carriage, runtime: Option<&Path>) -> TokenStream {
    let block = &plan.function.body;
    let (ok, err, some) = (paths::ok(), paths::err(), paths::some());
    let entries = entries(plan);
    let guards = guards(plan);
    let slot = Ident::new("__slot", Span::mixed_site());
    let fill = quote_spanned!(Span::mixed_site()=> *#slot = #some(#guards););
    let Some(declared) = &carriage.declared else {
        let carry = paths::carry(runtime);
        let body = inner(block);
        let body = braced(quote!(#entries #fill #body));
        return pinned(carriage, quote_spanned!(Span::mixed_site()=> #carry(move |#slot| #body)), runtime);
    };
    let taken = hidden(0);
    let held = quote_spanned!(Span::mixed_site()=> let _ = &#taken;);
    let literal = body::with_literal_tail(block, |literal| {
        let literal = with_statement(literal, &held);
        let taking = braced(quote_spanned!(Span::mixed_site()=> let #taken = #slot.take(); #literal));
        quote!(#taking)
    });
    let body = inner(literal.as_ref().unwrap_or(block));
    let body = braced(quote!(#entries #fill #body));
    let (carry, pinned) = (paths::carry_declared(runtime), paths::pinned(runtime));
    quote_spanned! {Span::mixed_site()=>
        match #carry::<_, #declared>(move |#slot| #body) {
            #ok(__returned) => __returned,
            #err(__attached) => #pinned(__attached),
        }
    }
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
            let body = block.stream();
            TokenTree::Group(regroup(block, quote!(#statement #body)))
        }
        token => token.clone(),
    };
    literal.iter().map(with_statement).collect()
}

fn pinned(carriage: &Carriage, attached: TokenStream, runtime: Option<&Path>) -> TokenStream {
    if !carriage.is_pinned {
        return attached;
    }
    let pinned = paths::pinned(runtime);
    quote_spanned!(Span::mixed_site()=> #pinned(#attached))
}

/// A block that declares nothing gets braces of this crate: rustc would call the user's own ones unused.
fn as_argument(block: &Group) -> Group {
    if body::has_statements(block) { block.clone() } else { braced(block.stream()) }
}

fn braced(tokens: TokenStream) -> Group {
    let mut braces = Group::new(Delimiter::Brace, tokens);
    braces.set_span(Span::mixed_site());
    braces
}
