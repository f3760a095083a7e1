//! Expressions and blocks, in the order in which they are evaluated.

use super::{Lower, branch::is_failure, names, place::function_name, position, scope::Bound};
use crate::ir::{About, Arm, Leave, Node, Pos, Runs};
use syn::{Block, Expr, ExprAsync, ExprClosure, ExprReturn, Item, Stmt};

impl Lower<'_> {
    /// The body of a function or of a future: its last expression is what it returns.
    pub(crate) fn body(&mut self, block: &Block) {
        let tail = std::mem::replace(&mut self.tail, true);
        self.block(block);
        self.tail = tail;
    }

    pub(crate) fn block(&mut self, block: &Block) {
        self.scope.enter();
        self.statements(&block.stmts);
        self.scope.exit();
    }

    pub(crate) fn statements(&mut self, statements: &[Stmt]) {
        for (index, statement) in statements.iter().enumerate() {
            let is_last = index + 1 == statements.len();
            match statement {
                Stmt::Expr(expr, None) if is_last => self.expr(expr),
                Stmt::Expr(expr, _) => self.not_tail(|this| this.expr(expr)),
                Stmt::Local(local) => self.not_tail(|this| this.local(local)),
                Stmt::Macro(mac) if is_last && mac.semi_token.is_none() => self.macro_call(&mac.mac),
                Stmt::Macro(mac) => self.not_tail(|this| this.macro_call(&mac.mac)),
                Stmt::Item(Item::Macro(item)) => self.not_tail(|this| this.macro_call(&item.mac)),
                Stmt::Item(_) => {}
            }
        }
    }

    pub(crate) fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Async(block) => {
                let runs = if self.tail && self.lazy { Runs::Lazily } else { Runs::Here };
                let body = self.future(block);
                self.push(Node::Body { at: position(block.async_token.span), runs, closure: false, body });
            }
            Expr::Await(expr) => self.awaited(&expr.base, position(expr.await_token.span)),
            Expr::Try(expr) => self.question_mark(&expr.expr, position(expr.question_token.span)),
            Expr::Return(expr) => self.return_(expr),
            Expr::Break(expr) => {
                if let Some(value) = &expr.expr {
                    self.not_tail(|this| this.expr(value));
                }
                let label = expr.label.as_ref().map(|label| label.ident.to_string());
                self.leave(position(expr.break_token.span), Leave::Break(label));
            }
            Expr::Continue(expr) => self.leave(position(expr.continue_token.span), Leave::Continue),
            Expr::If(expr) => self.if_(expr),
            Expr::Match(expr) => self.match_(expr),
            Expr::Loop(expr) => {
                let body = self.collect(|this| this.not_tail(|this| this.block(&expr.body)));
                let label = expr.label.as_ref().map(|label| label.name.ident.to_string());
                self.push(Node::Loop { label, endless: true, body });
            }
            Expr::While(expr) => self.while_(expr),
            Expr::ForLoop(expr) => self.for_(expr),
            Expr::Closure(closure) => {
                let body = self.closure(closure);
                let at = position(closure.inputs_begin.span);
                self.push(Node::Body { at, runs: Runs::Perhaps, closure: true, body });
            }
            Expr::Call(call) => self.call(call, false),
            Expr::MethodCall(call) => self.method_call(call, false),
            Expr::Macro(mac) => self.macro_call(&mac.mac),
            Expr::Binary(expr) => self.binary(expr),
            Expr::Block(expr) => match &expr.label {
                Some(label) => {
                    let body = self.collect(|this| this.block(&expr.block));
                    self.push(Node::Block { label: label.name.ident.to_string(), body });
                }
                None => self.block(&expr.block),
            },
            Expr::Path(path) => self.variable(path),
            Expr::Struct(expr) => {
                for field in &expr.fields {
                    self.expr(&field.expr);
                }
                if let Some(rest) = &expr.rest {
                    self.expr(rest);
                }
                if let Some(name) = expr.path.segments.last() {
                    self.push(Node::Constructs { name: name.ident.to_string() });
                }
            }
            _ => self.parts(expr),
        }
    }

    /// Expressions that do nothing but evaluate their parts.
    fn parts(&mut self, expr: &Expr) {
        match expr {
            Expr::Unsafe(expr) => self.block(&expr.block),
            Expr::Const(expr) => self.block(&expr.block),
            Expr::TryBlock(expr) => {
                let body = self.collect(|this| this.not_tail(|this| this.block(&expr.block)));
                let at = position(expr.try_token.span);
                self.push(Node::Body { at, runs: Runs::Here, closure: true, body });
            }
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Reference(inner) => self.expr(&inner.expr),
            Expr::Unary(inner) => self.expr(&inner.expr),
            Expr::Cast(inner) => self.expr(&inner.expr),
            Expr::Field(inner) => self.expr(&inner.base),
            Expr::Let(inner) => self.expr(&inner.expr),
            Expr::Repeat(inner) => self.expr(&inner.expr),
            Expr::Array(inner) => inner.elems.iter().for_each(|part| self.expr(part)),
            Expr::Tuple(inner) => inner.elems.iter().for_each(|part| self.expr(part)),
            Expr::Assign(assign) => {
                self.expr(&assign.right);
                self.expr(&assign.left);
            }
            Expr::Index(index) => {
                self.expr(&index.expr);
                self.expr(&index.index);
            }
            Expr::Range(range) => {
                range.start.iter().chain(&range.end).for_each(|part| self.expr(part));
            }
            Expr::Yield(inner) => {
                if let Some(inner) = &inner.expr {
                    self.expr(inner);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn leave(&mut self, at: Pos, leave: Leave) {
        self.push(Node::Leave { at, leave });
    }

    /// A future that was bound to a name runs where it is used first.
    fn variable(&mut self, path: &syn::ExprPath) {
        let Some(var) = super::place::single(path).and_then(|name| self.scope.find(&name)) else { return };
        let runs = if self.tail && self.lazy { Runs::Lazily } else { Runs::Here };
        let Some(known) = self.scope.known_mut(var) else { return };
        if known.bound.as_ref().is_some_and(|bound| !bound.closure)
            && let Some(Bound { at, body, .. }) = known.bound.take()
        {
            self.push(Node::Body { at, runs, closure: false, body });
        }
    }

    /// The body of an async block.
    pub(crate) fn future(&mut self, block: &ExprAsync) -> Vec<Node> {
        let (tail, lazy) = (self.tail, self.lazy);
        (self.tail, self.lazy) = (false, false);
        let body = self.collect(|this| this.block(&block.block));
        (self.tail, self.lazy) = (tail, lazy);
        body
    }

    /// The body of a closure.
    pub(crate) fn closure(&mut self, closure: &ExprClosure) -> Vec<Node> {
        let (tail, lazy) = (self.tail, self.lazy);
        (self.tail, self.lazy) = (false, false);
        self.scope.enter();
        for input in &closure.inputs {
            self.declare_pattern(input);
        }
        let body = self.collect(|this| this.expr(&closure.body));
        self.scope.exit();
        (self.tail, self.lazy) = (tail, lazy);
        body
    }

    fn awaited(&mut self, base: &Expr, at: Pos) {
        let brief = match base {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                names::takes_lock(&name)
                    || names::map_action(&name, call.args.len()).is_some()
                    || names::empties(&name)
                    || matches!(name.as_str(), "entry_async" | "contains_async" | "contains_key")
            }
            Expr::Call(call) => function_name(&call.func).is_some_and(|name| name == "yield_now"),
            _ => false,
        };
        self.not_tail(|this| match base {
            Expr::Call(call) => this.call(call, true),
            Expr::MethodCall(call) => this.method_call(call, true),
            _ => this.expr(base),
        });
        self.push(Node::Await { at, brief });
    }

    /// `x?`. The closure of `x.map_err(…)?` runs on the way out and on no other.
    fn question_mark(&mut self, expr: &Expr, at: Pos) {
        if let Expr::MethodCall(call) = expr
            && matches!(call.method.to_string().as_str(), "map_err" | "inspect_err" | "or_else" | "ok_or_else")
            && let Some(Expr::Closure(closure)) = call.args.first()
        {
            self.not_tail(|this| this.expr(&call.receiver));
            let mut body = self.closure(closure);
            body.push(Node::Leave { at, leave: Leave::Try });
            let fails = Arm { pattern: String::from("Err"), error: true, body };
            let succeeds = Arm { pattern: String::from("Ok"), error: false, body: Vec::new() };
            let arms = vec![fails, succeeds];
            self.push(Node::Branch { at, condition: String::new(), about: About::Error, arms });
            return;
        }
        self.not_tail(|this| this.expr(expr));
        self.leave(at, Leave::Try);
    }

    fn return_(&mut self, expr: &ExprReturn) {
        let mut leave = Leave::Return;
        if let Some(value) = &expr.expr {
            let tail = std::mem::replace(&mut self.tail, true);
            self.expr(value);
            self.tail = tail;
            if is_failure(value) {
                leave = Leave::ReturnError;
            }
        }
        self.leave(position(expr.return_token.span), leave);
    }
}
