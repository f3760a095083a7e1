//! Macros: what they are known to do, or else their arguments as expressions, where they parse.

use super::{Lower, place::text, position};
use crate::ir::{About, Arm, Leave, Node, Runs};
use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Block, Expr, Macro, Pat, Token,
    parse::{ParseStream, Parser},
    punctuated::Punctuated,
};

/// A branch of `select!`.
struct Selected {
    pattern: Option<Pat>,
    future: Option<Expr>,
    body: Expr,
}

impl Lower<'_> {
    pub(crate) fn macro_call(&mut self, mac: &Macro) {
        let Some(last) = mac.path.segments.last() else { return };
        let name = last.ident.to_string();
        let at = position(last.ident.span());
        match name.as_str() {
            "defer" | "defer_on_unwind" | "scope_exit" | "defer_lite" => self.push(Node::Deferred),
            "panic" | "unreachable" | "todo" | "unimplemented" => self.diverge(at),
            "bail" | "bail_with" | "err" | "return_err" | "throw" | "yeet" => self.leave(at, Leave::ReturnError),
            "ensure" | "require" | "ensure_eq" | "fail_point" | "r#try" | "try_" | "ready" => {
                self.arguments_of(mac);
                self.leave(at, Leave::Try);
            }
            "select" | "select_biased" | "select_loop" => self.select(mac),
            "join" | "try_join" => {
                self.arguments_of(mac);
                self.push(Node::Await { at, brief: false });
                if name == "try_join" {
                    self.leave(at, Leave::Try);
                }
            }
            "stream" | "try_stream" | "async_stream" | "async_block" | "gen" => {
                let body = self.block_of(mac);
                let runs = if self.tail { Runs::Lazily } else { Runs::Here };
                self.push(Node::Body { at, runs, closure: false, body });
            }
            "assert" | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq" => {
                self.arguments_of(mac);
                self.push(Node::MayPanic { at });
            }
            _ => self.arguments_of(mac),
        }
    }

    /// The arguments, if anything that matters may be among them.
    fn arguments_of(&mut self, mac: &Macro) {
        if !matters(mac.tokens.clone()) {
            return;
        }
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(arguments) = arguments.parse2(mac.tokens.clone()) {
            arguments.iter().for_each(|argument| self.not_tail(|this| this.expr(argument)));
        } else {
            let body = self.block_of(mac);
            body.into_iter().for_each(|node| self.push(node));
        }
    }

    fn block_of(&mut self, mac: &Macro) -> Vec<Node> {
        let Ok(statements) = Block::parse_within.parse2(mac.tokens.clone()) else { return Vec::new() };
        self.collect(|this| {
            this.scope.enter();
            this.not_tail(|this| this.statements(&statements));
            this.scope.exit();
        })
    }

    /// `tokio::select!` and `futures::select!`: the futures are awaited, then one of the bodies runs.
    fn select(&mut self, mac: &Macro) {
        let at = position(mac.path.segments.last().map_or_else(proc_macro2::Span::call_site, |last| last.ident.span()));
        let Ok(branches) = selected.parse2(mac.tokens.clone()) else {
            self.push(Node::Await { at, brief: false });
            return;
        };
        for future in branches.iter().filter_map(|branch| branch.future.as_ref()) {
            self.not_tail(|this| match future {
                Expr::Call(call) => this.call(call, false),
                Expr::MethodCall(call) => this.method_call(call, false),
                future => this.expr(future),
            });
        }
        self.push(Node::Await { at, brief: false });
        let mut arms = Vec::new();
        for branch in &branches {
            self.scope.enter();
            if let Some(pattern) = &branch.pattern {
                self.declare_pattern(pattern);
            }
            let body = self.collect(|this| this.expr(&branch.body));
            self.scope.exit();
            let pattern = branch.future.as_ref().map_or_else(|| String::from("else"), text);
            arms.push(Arm { pattern, error: false, body });
        }
        self.push(Node::Branch { at, condition: String::from("select"), about: About::Other, arms });
    }
}

fn selected(input: ParseStream<'_>) -> syn::Result<Vec<Selected>> {
    let mut branches = Vec::new();
    if input.peek(syn::Ident) && input.peek2(Token![;]) {
        input.parse::<syn::Ident>()?;
        input.parse::<Token![;]>()?;
    }
    while !input.is_empty() {
        let (pattern, future) = if input.peek(Token![else]) {
            input.parse::<Token![else]>()?;
            (None, None)
        } else if input.peek(syn::Ident) && input.peek2(Token![=>]) {
            // `complete => …`, `default => …`.
            input.parse::<syn::Ident>()?;
            (None, None)
        } else {
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            input.parse::<Token![=]>()?;
            let future = input.parse::<Expr>()?;
            if input.peek(Token![,]) {
                input.parse::<Token![,]>()?;
                input.parse::<Token![if]>()?;
                input.parse::<Expr>()?;
            }
            (Some(pattern), Some(future))
        };
        input.parse::<Token![=>]>()?;
        let body = input.call(Expr::parse_with_earlier_boundary_rule)?;
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        }
        branches.push(Selected { pattern, future, body });
    }
    Ok(branches)
}

/// Whether tokens contain a word that an operation or an exit is made of.
fn matters(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => matters(group.stream()),
        TokenTree::Ident(ident) => {
            let name = ident.to_string();
            matches!(
                name.as_str(),
                "insert"
                    | "remove"
                    | "entry"
                    | "inc"
                    | "dec"
                    | "increment"
                    | "decrement"
                    | "take"
                    | "clear"
                    | "retain"
                    | "await"
                    | "async"
                    | "return"
                    | "spawn"
            ) || name.starts_with("fetch_")
                || name.starts_with("remove_")
                || name.contains("insert")
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
