//! `let`: what a new variable stands for.

use super::{
    Lower,
    names::{defers, keeps_key, keeps_key_function},
    place::{function_name, text},
    position,
    scope::{Bound, Known},
};
use crate::ir::{About, Arm, Node, Sharing};
use syn::{Expr, Local, Pat};

impl Lower<'_> {
    pub(crate) fn local(&mut self, local: &Local) {
        let Some(init) = &local.init else {
            self.declare_pattern(&local.pat);
            return;
        };
        if let Some(bound) = self.bound(&init.expr) {
            let name = name_of(&local.pat);
            self.scope.declare(name.as_deref().unwrap_or("_"), Known { bound: Some(bound), ..Known::default() });
            return;
        }
        if let Expr::Struct(expr) = &*init.expr
            && expr.path.segments.last().is_some_and(|name| defers(&name.ident.to_string()))
        {
            self.push(Node::Deferred);
        }
        self.expr(&init.expr);
        if let Some((_, otherwise)) = &init.diverge {
            // The pattern is not matched: an error, if it is `Ok(…)`.
            let error = matches!(&local.pat, Pat::TupleStruct(pattern)
                if pattern.path.segments.last().is_some_and(|name| name.ident == "Ok"));
            let mut arms = Vec::new();
            let prefix = self.unmatched(&local.pat, &init.expr);
            let mut body = self.collect(|this| this.not_tail(|this| this.expr(otherwise)));
            body.splice(0..0, prefix);
            arms.push(Arm { pattern: String::from("else"), error, body });
            arms.push(Arm { pattern: text(&local.pat), error: false, body: Vec::new() });
            let about = if error { About::Error } else { About::Other };
            let condition = self.key(&init.expr);
            self.push(Node::Branch { at: position(local.let_token.span), condition, about, arms });
        }
        self.bind(&local.pat, &init.expr);
    }

    /// A future or a closure that is not run where it is written.
    fn bound(&mut self, expr: &Expr) -> Option<Bound> {
        match expr {
            Expr::Async(block) => {
                let body = self.future(block);
                Some(Bound { at: position(block.async_token.span), closure: false, body })
            }
            Expr::Closure(closure) => {
                let body = self.closure(closure);
                Some(Bound { at: position(closure.inputs_begin.span), closure: true, body })
            }
            // `let f = async { … }.boxed().shared();`
            Expr::MethodCall(call) if super::call::wraps_future(&call.method.to_string()) => {
                begins_with_async(&call.receiver).then(|| self.bound(&call.receiver)).flatten()
            }
            Expr::Call(call) if call.args.len() == 1 && begins_with_async(&call.args[0]) => {
                let name = function_name(&call.func)?;
                matches!(
                    name.as_str(),
                    "pin" | "AssertUnwindSafe" | "abortable" | "new" | "from" | "Left" | "Right" | "lazy" | "Some"
                )
                .then(|| self.bound(&call.args[0]))
                .flatten()
            }
            _ => None,
        }
    }

    /// Declares the variables of a pattern that is matched with an expression.
    pub(crate) fn bind(&mut self, pattern: &Pat, expr: &Expr) {
        let (pattern, ty) = match pattern {
            Pat::Type(typed) => (&*typed.pat, Some(text(&typed.ty))),
            pattern => (pattern, None),
        };
        match pattern {
            Pat::Ident(ident) => {
                let known = self.known(expr, ty);
                self.scope.declare(&ident.ident.to_string(), known);
            }
            // `if let Ok(guard) = self.map.lock()`, `Some(call)`, `Entry::Vacant(slot)`.
            Pat::TupleStruct(tuple) if tuple.elems.len() == 1 => {
                let known = self.known(expr, None);
                match &tuple.elems[0] {
                    Pat::Ident(ident) => {
                        // What is inside of an option that came from a map is no copy of a key.
                        self.scope.declare(&ident.ident.to_string(), Known { key: None, ..known });
                    }
                    other => self.declare_pattern(other),
                }
            }
            // `let Self { map, .. } = self;`
            Pat::Struct(fields) if self.place(expr).is_some() => {
                let base = self.place(expr);
                for field in &fields.fields {
                    match (&*field.pat, &field.member, base.clone()) {
                        (Pat::Ident(ident), syn::Member::Named(member), Some(mut place)) => {
                            place.path.push(member.to_string());
                            let known = Known { place: Some(place), ..Known::default() };
                            self.scope.declare(&ident.ident.to_string(), known);
                        }
                        (pattern, ..) => self.declare_pattern(pattern),
                    }
                }
            }
            Pat::Tuple(tuple) => {
                let values = match expr {
                    Expr::Tuple(values) if values.elems.len() == tuple.elems.len() => Some(&values.elems),
                    _ => None,
                };
                for (index, pattern) in tuple.elems.iter().enumerate() {
                    match values {
                        Some(values) => self.bind(pattern, &values[index]),
                        None => self.declare_pattern(pattern),
                    }
                }
            }
            other => self.declare_pattern(other),
        }
    }

    fn known(&self, expr: &Expr, ty: Option<String>) -> Known {
        let mut place = self.place(expr);
        // `let guard = self.map.lock()` is shared; a field that was copied, or the result of some call, is what it is.
        if let Some(place) = &mut place
            && ty.as_deref().is_some_and(|ty| ty.contains("Mutex") || ty.contains("RwLock") || ty.contains("DashMap"))
        {
            place.sharing = Sharing::Shared;
        }
        Known {
            place,
            key: copies(expr).then(|| self.key(expr)),
            entry: self.entry(expr),
            bound: None,
            inserted: self.inserted(expr),
            is_empty: super::empty::is_empty(expr),
            fresh: makes_new(expr),
        }
    }
}

/// Whether an expression makes something new, of which no one else knows yet: `Arc::new(Mutex::new(…))`.
fn makes_new(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => function_name(&call.func).is_some_and(|name| {
            matches!(
                name.as_str(),
                "new" | "default" | "with_capacity" | "with_hasher" | "from_iter" | "with_capacity_and_hasher"
            ) && call.args.iter().all(|argument| !matches!(argument, Expr::Path(_)))
        }),
        Expr::MethodCall(call) => {
            matches!(call.method.to_string().as_str(), "collect" | "unwrap") && makes_new(&call.receiver)
        }
        Expr::Macro(_) | Expr::Struct(_) | Expr::Lit(_) => true,
        _ => false,
    }
}

/// Whether an expression is a copy of a variable or a field, in whatever type.
fn copies(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) => true,
        Expr::Field(field) => copies(&field.base),
        Expr::Paren(inner) => copies(&inner.expr),
        Expr::Reference(inner) => copies(&inner.expr),
        Expr::Unary(inner) => copies(&inner.expr),
        Expr::Cast(inner) => copies(&inner.expr),
        Expr::Tuple(tuple) => !tuple.elems.is_empty() && tuple.elems.iter().all(copies),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            call.args.is_empty()
                && keeps_key(&name)
                && !matches!(name.as_str(), "unwrap" | "expect")
                && copies(&call.receiver)
        }
        Expr::Call(call) => {
            call.args.len() == 1
                && function_name(&call.func).is_some_and(|name| keeps_key_function(&name) && name != "new")
                && copies(&call.args[0])
        }
        _ => false,
    }
}

fn begins_with_async(expr: &Expr) -> bool {
    match expr {
        Expr::Async(_) => true,
        Expr::MethodCall(call) => begins_with_async(&call.receiver),
        Expr::Paren(inner) => begins_with_async(&inner.expr),
        Expr::Call(call) => call.args.first().is_some_and(|first| call.args.len() == 1 && begins_with_async(first)),
        _ => false,
    }
}

fn name_of(pattern: &Pat) -> Option<String> {
    match pattern {
        Pat::Ident(ident) => Some(ident.ident.to_string()),
        Pat::Type(typed) => name_of(&typed.pat),
        _ => None,
    }
}
