//! Calls: of tasks, guards, wrappers of futures, and of functions that may be of the same crate.

use super::{
    Lower,
    names::{defers, spawns},
    place::{function_name, single},
    position,
    scope::Bound,
};
use crate::ir::{Call, Node, Place, Pos, Runs};
use std::rc::Rc;
use syn::{Expr, ExprCall, ExprMethodCall, punctuated::Punctuated, token::Comma};

type Arguments = Punctuated<Expr, Comma>;

impl Lower<'_> {
    pub(crate) fn call(&mut self, call: &ExprCall, awaited: bool) {
        let Some(name) = function_name(&call.func) else {
            self.expr(&call.func);
            call.args.iter().for_each(|argument| self.expr(argument));
            return;
        };
        let at = match &*call.func {
            Expr::Path(path) => path.path.segments.last().map_or(Pos::default(), |last| position(last.ident.span())),
            _ => Pos::default(),
        };
        if let Expr::Path(path) = &*call.func
            && self.runs_bound_closure(path)
        {
            return;
        }
        if self.emptied_by_call(call, &name, at) {
            return;
        }
        if spawns(&name) {
            self.task(&call.args, None, at);
            return;
        }
        if defers(&name) {
            self.push(Node::Deferred);
            return;
        }
        self.arguments(&call.args);
        let of_type = match &*call.func {
            Expr::Path(path) => {
                let segments = &path.path.segments;
                segments.len().checked_sub(2).map(|index| segments[index].ident.to_string())
            }
            _ => None,
        };
        if matches!(name.as_str(), "panic_any" | "exit" | "abort" | "resume_unwind") {
            self.leave(at, crate::ir::Leave::Diverge);
            return;
        }
        // `Guard::new(…)`, `Guard(…)`.
        if let Some(name) = of_type.iter().chain([&name]).find(|name| name.starts_with(char::is_uppercase)) {
            self.push(Node::Constructs { name: name.clone() });
        }
        if name.starts_with(|c: char| c.is_lowercase() || c == '_') {
            self.of_crate(name, of_type, None, &call.args, awaited, at);
        }
    }

    pub(crate) fn method_call(&mut self, call: &ExprMethodCall, awaited: bool) {
        let name = call.method.to_string();
        let at = position(call.method.span());
        if spawns(&name) {
            self.task(&call.args, Some(&call.receiver), at);
            return;
        }
        if self.operation(call, &name, at) {
            return;
        }
        if defers(&name) && !call.args.is_empty() {
            self.push(Node::Deferred);
            return;
        }
        let upon_error = matches!(name.as_str(), "map_err" | "inspect_err" | "or_else" | "unwrap_or_else");
        match &*call.receiver {
            // `future.boxed()` is what the function returns, if this is.
            Expr::Async(_) | Expr::Path(_) | Expr::Call(_) | Expr::Block(_) => self.expr(&call.receiver),
            Expr::MethodCall(inner) => self.method_call(inner, awaited && wraps_future(&name)),
            receiver => self.expr(receiver),
        }
        if upon_error && let Some(Expr::Closure(closure)) = call.args.first() {
            let body = self.closure(closure);
            self.push(Node::Body { at, runs: Runs::UponError, closure: true, body });
            return;
        }
        self.arguments(&call.args);
        if matches!(name.as_str(), "unwrap" | "expect") {
            self.push(Node::MayPanic { at });
        } else if !wraps_future(&name) {
            let receiver = self.place(&call.receiver);
            self.of_crate(name, None, receiver, &call.args, awaited, at);
        }
    }

    fn arguments(&mut self, arguments: &Arguments) {
        for argument in arguments {
            self.expr(argument);
        }
    }

    fn of_crate(
        &mut self,
        name: String,
        of_type: Option<String>,
        receiver: Option<Place>,
        arguments: &Arguments,
        awaited: bool,
        at: Pos,
    ) {
        let arguments = arguments.iter().map(|argument| (self.place(argument), self.key(argument))).collect();
        let id = self.fresh_id();
        let tail = self.tail && self.lazy;
        self.push(Node::Call(Rc::new(Call { id, name, of_type, receiver, arguments, awaited, tail, at })));
    }

    /// `spawn(…)`: what its arguments are runs as a task.
    fn task(&mut self, arguments: &Arguments, receiver: Option<&Expr>, at: Pos) {
        let body = self.collect(|this| {
            this.not_tail(|this| {
                if let Some(receiver) = receiver {
                    this.expr(receiver);
                }
                for argument in arguments {
                    this.in_task(argument);
                }
            });
        });
        self.push(Node::Body { at, runs: Runs::Task, closure: false, body });
    }

    /// What a task consists of: its `return` and `?` end the task.
    fn in_task(&mut self, argument: &Expr) {
        match argument {
            Expr::Closure(closure) => {
                let body = self.closure(closure);
                body.into_iter().for_each(|node| self.push(node));
            }
            Expr::Async(block) => {
                let body = self.future(block);
                body.into_iter().for_each(|node| self.push(node));
            }
            Expr::Call(call) => {
                for argument in &call.args {
                    if matches!(argument, Expr::Async(_) | Expr::Closure(_)) {
                        self.in_task(argument);
                    }
                }
                let of_async: Vec<_> =
                    call.args.iter().filter(|arg| !matches!(arg, Expr::Async(_) | Expr::Closure(_))).collect();
                if of_async.len() == call.args.len() {
                    self.call(call, true);
                }
            }
            // `spawn(async { … }.instrument(span))`, `spawn(self.run(id).boxed())`.
            Expr::MethodCall(call) if wraps_future(&call.method.to_string()) => self.in_task(&call.receiver),
            Expr::MethodCall(call) => self.method_call(call, true),
            Expr::Path(path) => {
                if !self.runs_bound_closure(path) {
                    self.expr(argument);
                }
            }
            _ => self.expr(argument),
        }
    }

    /// `cleanup()`, of a closure that was bound to a name: its body.
    fn runs_bound_closure(&mut self, path: &syn::ExprPath) -> bool {
        let Some(var) = single(path).and_then(|name| self.scope.find(&name)) else { return false };
        match self.scope.known(var).and_then(|known| known.bound.as_ref()) {
            Some(Bound { at, closure: true, body }) => {
                let node = Node::Body { at: *at, runs: Runs::Here, closure: true, body: body.clone() };
                self.push(node);
                true
            }
            _ => false,
        }
    }
}

/// Methods that make another future of a future, or take one as it is.
pub(crate) fn wraps_future(method: &str) -> bool {
    matches!(
        method,
        "boxed"
            | "boxed_local"
            | "instrument"
            | "in_current_span"
            | "shared"
            | "fuse"
            | "map"
            | "map_ok"
            | "map_err"
            | "then"
            | "and_then"
            | "catch_unwind"
            | "with_current_subscriber"
            | "with_subscriber"
            | "right_future"
            | "left_future"
            | "into_future"
            | "unwrap_or_else"
            | "inspect"
            | "inspect_err"
            | "timeout"
            | "with_context"
            | "or_cancel"
            | "in_span"
            | "with_poll_timer"
    )
}
