//! Conditions, matches and loops.

use super::{Lower, empty::is_empty, place::text, position};
use crate::ir::{About, Arm, Leave, Node};
use syn::{BinOp, Expr, ExprForLoop, ExprIf, ExprMatch, ExprWhile, Pat, Stmt, UnOp};

impl Lower<'_> {
    pub(crate) fn if_(&mut self, expr: &ExprIf) {
        self.not_tail(|this| this.expr(&expr.cond));
        let (when, otherwise) = self.not_inserted(&expr.cond);
        let mut about = about(&expr.cond);
        if about == About::Other && self.says_empty(&expr.cond) {
            about = About::Empty;
        }
        let condition = self.key(&expr.cond);
        let error = about == About::Error;
        let negated = is_ok(&expr.cond);
        self.scope.enter();
        self.declare_condition(&expr.cond);
        let mut body = self.collect(|this| this.block(&expr.then_branch));
        self.scope.exit();
        body.splice(0..0, when);
        let fails = ends_in_failure(&expr.then_branch.stmts);
        let mut arms = vec![Arm { pattern: String::from("true"), error: (error && !negated) || fails, body }];
        let mut body = self.collect(|this| {
            if let Some((_, otherwise)) = &expr.else_branch {
                this.expr(otherwise);
            }
        });
        body.splice(0..0, otherwise);
        let fails = expr.else_branch.as_ref().is_some_and(|(_, otherwise)| is_failure(otherwise));
        arms.push(Arm { pattern: String::from("false"), error: (error && negated) || fails, body });
        self.push(Node::Branch { at: position(expr.if_token.span), condition, about, arms });
    }

    pub(crate) fn match_(&mut self, expr: &ExprMatch) {
        self.not_tail(|this| this.expr(&expr.expr));
        let condition = self.key(&expr.expr);
        let mut arms = Vec::new();
        for arm in &expr.arms {
            self.scope.enter();
            self.bind(unguarded(&arm.pat), &expr.expr);
            let prefix = self.unmatched_arm(&arm.pat, &expr.expr);
            let mut body = self.collect(|this| {
                if let Pat::Guard(guard) = &arm.pat {
                    this.not_tail(|this| this.expr(&guard.guard));
                }
                this.expr(&arm.body);
            });
            self.scope.exit();
            body.splice(0..0, prefix);
            arms.push(Arm { pattern: text(&arm.pat), error: is_error(&arm.pat) || is_failure(&arm.body), body });
        }
        let mut about = if arms.iter().any(|arm| arm.error) { About::Error } else { About::Other };
        if is_empty(&expr.expr) {
            about = About::Empty;
        }
        self.push(Node::Branch { at: position(expr.match_token.span), condition, about, arms });
    }

    pub(crate) fn while_(&mut self, expr: &ExprWhile) {
        let endless = matches!(&*expr.cond, Expr::Lit(lit) if matches!(&lit.lit, syn::Lit::Bool(lit) if lit.value));
        self.not_tail(|this| this.expr(&expr.cond));
        self.scope.enter();
        self.declare_condition(&expr.cond);
        let body = self.collect(|this| this.not_tail(|this| this.block(&expr.body)));
        self.scope.exit();
        let label = expr.label.as_ref().map(|label| label.name.ident.to_string());
        self.push(Node::Loop { label, endless, body });
    }

    pub(crate) fn for_(&mut self, expr: &ExprForLoop) {
        self.not_tail(|this| this.expr(&expr.expr));
        self.scope.enter();
        self.declare_pattern(&expr.pat);
        let body = self.collect(|this| this.not_tail(|this| this.block(&expr.body)));
        self.scope.exit();
        let label = expr.label.as_ref().map(|label| label.name.ident.to_string());
        self.push(Node::Loop { label, endless: false, body });
    }

    /// Declares what `if let` and `while let` bind, also in chains.
    fn declare_condition(&mut self, condition: &Expr) {
        match condition {
            Expr::Let(expr) => self.bind(&expr.pat, &expr.expr),
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                self.declare_condition(&binary.left);
                self.declare_condition(&binary.right);
            }
            Expr::Paren(inner) => self.declare_condition(&inner.expr),
            _ => {}
        }
    }

    /// The insertion whose success an expression says, and whether `true` or `Some` means that it took place.
    pub(crate) fn inserted(&self, expr: &Expr) -> Option<(u32, bool)> {
        match expr {
            Expr::Paren(inner) => self.inserted(&inner.expr),
            Expr::Await(inner) => self.inserted(&inner.base),
            Expr::Try(inner) => self.inserted(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                self.inserted(&unary.expr).map(|(id, yes)| (id, !yes))
            }
            Expr::Path(path) => {
                let name = super::place::single(path)?;
                self.scope.known(self.scope.find(&name)?)?.inserted
            }
            Expr::MethodCall(call) => match call.method.to_string().as_str() {
                "is_some" | "is_err" => self.inserted(&call.receiver).map(|(id, _)| (id, false)),
                "is_none" | "is_ok" => self.inserted(&call.receiver).map(|(id, _)| (id, true)),
                "insert" | "try_insert" | "insert_async" | "insert_sync" | "replace" => {
                    // The value of a set's `insert` says `true`; what a map's returns is the value before.
                    Some((self.insertion_at(position(call.method.span()))?, true))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The number of the insertion that stands there.
    fn insertion_at(&self, at: crate::ir::Pos) -> Option<u32> {
        self.out.iter().rev().take(8).find_map(|node| match node {
            Node::Op(op) if op.at == at && op.action == crate::ir::Action::Insert => Some(op.id),
            _ => None,
        })
    }

    /// What a condition says of insertions: upon `true`, and upon `false`.
    fn not_inserted(&self, condition: &Expr) -> (Vec<Node>, Vec<Node>) {
        match condition {
            Expr::Let(expr) => (self.unmatched_arm(&expr.pat, &expr.expr), self.unmatched(&expr.pat, &expr.expr)),
            Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
                let ((mut left, _), (right, _)) = (self.not_inserted(&binary.left), self.not_inserted(&binary.right));
                left.extend(right);
                (left, Vec::new())
            }
            Expr::Binary(binary) if matches!(binary.op, BinOp::Or(_)) => {
                let ((_, mut left), (_, right)) = (self.not_inserted(&binary.left), self.not_inserted(&binary.right));
                left.extend(right);
                (Vec::new(), left)
            }
            expr => match self.inserted(expr) {
                Some((id, true)) => (Vec::new(), vec![Node::NotInserted(id)]),
                Some((id, false)) => (vec![Node::NotInserted(id)], Vec::new()),
                None => (Vec::new(), Vec::new()),
            },
        }
    }

    /// If the pattern of an arm means that an insertion did not take place.
    fn unmatched_arm(&self, pattern: &Pat, expr: &Expr) -> Vec<Node> {
        let Some((id, _)) = self.inserted(expr) else { return Vec::new() };
        match constructor(pattern).as_deref() {
            Some("Some" | "Err" | "false") => vec![Node::NotInserted(id)],
            _ => Vec::new(),
        }
    }

    /// If a pattern that is not matched means that an insertion did not take place.
    pub(crate) fn unmatched(&self, pattern: &Pat, expr: &Expr) -> Vec<Node> {
        let Some((id, _)) = self.inserted(expr) else { return Vec::new() };
        match constructor(pattern).as_deref() {
            Some("None" | "Ok" | "true") => vec![Node::NotInserted(id)],
            _ => Vec::new(),
        }
    }

    pub(crate) fn binary(&mut self, expr: &syn::ExprBinary) {
        if self.counts(expr) {
            return;
        }
        self.expr(&expr.left);
        if matches!(expr.op, BinOp::And(_) | BinOp::Or(_)) {
            let body = self.collect(|this| this.expr(&expr.right));
            if body.iter().any(|node| !matches!(node, Node::Call(_))) {
                // What is on the right may not be evaluated; ops there are few, and are taken as done.
                body.into_iter().for_each(|node| self.push(node));
            }
        } else {
            self.expr(&expr.right);
        }
    }

    /// A variable that says that something is empty.
    fn says_empty(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => super::place::single(path)
                .and_then(|name| self.scope.find(&name))
                .and_then(|var| self.scope.known(var))
                .is_some_and(|known| known.is_empty),
            Expr::Unary(inner) => self.says_empty(&inner.expr),
            Expr::Paren(inner) => self.says_empty(&inner.expr),
            Expr::Binary(binary) => self.says_empty(&binary.left) || self.says_empty(&binary.right),
            _ => false,
        }
    }

    pub(crate) fn diverge(&mut self, at: crate::ir::Pos) {
        self.leave(at, Leave::Diverge);
    }
}

fn unguarded(pattern: &Pat) -> &Pat {
    match pattern {
        Pat::Guard(guard) => &guard.pat,
        pattern => pattern,
    }
}

/// The last name of a pattern's path: `Some`, `Err`, `None`, `true`.
fn constructor(pattern: &Pat) -> Option<String> {
    match unguarded(pattern) {
        Pat::TupleStruct(tuple) => tuple.path.segments.last().map(|name| name.ident.to_string()),
        Pat::Ident(ident) => Some(ident.ident.to_string()),
        Pat::Path(path) => path.path.segments.last().map(|name| name.ident.to_string()),
        Pat::Lit(lit) => Some(text(lit)),
        Pat::Paren(inner) => constructor(&inner.pat),
        _ => None,
    }
}

fn is_error(pattern: &Pat) -> bool {
    match unguarded(pattern) {
        Pat::Or(or) => or.cases.iter().all(is_error),
        pattern => {
            constructor(pattern).is_some_and(|name| name == "Err" || name.ends_with("Error") || name == "Failed")
        }
    }
}

/// Whether a value says that something failed: `Err(…)`, `None`, `false`.
pub(crate) fn is_failure(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => super::place::function_name(&call.func).is_some_and(|name| name == "Err"),
        Expr::Path(path) => path.path.segments.last().is_some_and(|name| name.ident == "None"),
        Expr::Lit(lit) => matches!(&lit.lit, syn::Lit::Bool(lit) if !lit.value),
        Expr::Return(expr) => expr.expr.as_ref().is_some_and(|value| is_failure(value)),
        Expr::Block(block) => ends_in_failure(&block.block.stmts),
        Expr::Macro(mac) => mac.mac.path.segments.last().is_some_and(|name| name.ident == "bail"),
        _ => false,
    }
}

fn ends_in_failure(statements: &[Stmt]) -> bool {
    match statements.last() {
        Some(Stmt::Expr(expr @ Expr::Return(_), _) | Stmt::Expr(expr, None)) => is_failure(expr),
        Some(Stmt::Macro(mac)) => mac.mac.path.segments.last().is_some_and(|name| name.ident == "bail"),
        _ => false,
    }
}

/// What a condition is about.
pub(crate) fn about(condition: &Expr) -> About {
    match condition {
        Expr::Let(expr) if is_error(&expr.pat) => About::Error,
        Expr::Let(expr) if constructor(&expr.pat).is_some_and(|name| name == "Ok") => About::Error,
        Expr::MethodCall(call) if matches!(call.method.to_string().as_str(), "is_err" | "is_ok") => About::Error,
        Expr::Unary(inner) => match about(&inner.expr) {
            // Removed if it is not empty: that is no last one.
            About::Empty => About::Other,
            about => about,
        },
        Expr::Macro(mac) if mac.mac.path.is_ident("matches") && text(&mac.mac.tokens).contains("Err(") => About::Error,
        Expr::Paren(inner) => about(&inner.expr),
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_) | BinOp::Or(_)) => {
            match (about(&binary.left), about(&binary.right)) {
                (About::Other, right) => right,
                (left, _) => left,
            }
        }
        expr if is_empty(expr) => About::Empty,
        _ => About::Other,
    }
}

/// Whether an error condition is the other way round: `is_ok`, `if let Ok(…)`, `!x.is_err()`.
fn is_ok(condition: &Expr) -> bool {
    match condition {
        Expr::Let(expr) => constructor(&expr.pat).is_some_and(|name| name == "Ok"),
        Expr::MethodCall(call) => call.method == "is_ok",
        Expr::Unary(inner) if matches!(inner.op, UnOp::Not(_)) => !is_ok(&inner.expr),
        Expr::Paren(inner) => is_ok(&inner.expr),
        _ => false,
    }
}
