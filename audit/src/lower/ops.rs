//! Operations on maps and counters.

use super::{
    Lower,
    names::{count_action, empties, entry_inserts, map_action},
    place::text,
    position,
};
use crate::ir::{Action, Key, Node, Op, Place, Pos, Root, Runs, Sharing, Which};
use std::rc::Rc;
use syn::{BinOp, Expr, ExprBinary, ExprCall, ExprMethodCall};

struct Texts {
    place: String,
    key: String,
    value: String,
}

impl Lower<'_> {
    /// Reads a method call if it is an operation.
    pub(crate) fn operation(&mut self, call: &ExprMethodCall, name: &str, at: Pos) -> bool {
        self.entry_operation(call, name, at)
            || self.map_operation(call, name, at)
            || self.count_operation(call, name, at)
    }

    /// `map.entry(key).or_insert(…)`, and methods of an entry that is bound to a name.
    fn entry_operation(&mut self, call: &ExprMethodCall, name: &str, at: Pos) -> bool {
        let Some((place, key, place_text, key_text)) = self.entry(&call.receiver) else { return false };
        let action = match name {
            "remove" | "remove_entry" if call.args.is_empty() => Action::Remove,
            name if entry_inserts(name) => Action::Insert,
            _ => return false,
        };
        self.expr(&call.receiver);
        call.args.iter().for_each(|argument| self.expr(argument));
        let value = call.args.first().map(text).unwrap_or_default();
        let texts = Texts { place: place_text, key: key_text, value };
        self.push_op(action, place, Which::Key(key), at, texts, name != "insert");
        true
    }

    fn map_operation(&mut self, call: &ExprMethodCall, name: &str, at: Pos) -> bool {
        let all = empties(name) && call.args.len() <= 1 && name != "into_iter";
        let Some(action) = map_action(name, call.args.len()).or(all.then_some(Action::Remove)) else { return false };
        let Some(place) = self.place(&call.receiver) else { return false };
        self.expr(&call.receiver);
        // A future that is kept in the map runs after the insertion, if at all.
        let mut kept = Vec::new();
        for argument in &call.args {
            // The closure of a `retain` or `remove_if` only looks.
            if !matches!(argument, Expr::Closure(_)) {
                for node in self.collect(|this| this.expr(argument)) {
                    match node {
                        Node::Body { at, runs: Runs::Here, closure: false, body } if action == Action::Insert => {
                            kept.push(Node::Body { at, runs: Runs::Lazily, closure: false, body });
                        }
                        // Spawned while the map's lock is held: what the task does to the map comes after.
                        node @ Node::Body { runs: Runs::Task, .. }
                            if action == Action::Insert && place.sharing == Sharing::Shared =>
                        {
                            kept.push(node);
                        }
                        node => self.push(node),
                    }
                }
            }
        }
        let which = match call.args.first() {
            Some(key) if !all => Which::Key(self.key(key)),
            _ => Which::All,
        };
        let texts = Texts {
            place: text(&call.receiver),
            key: call.args.first().map(text).unwrap_or_default(),
            value: call.args.iter().nth(1).map(text).unwrap_or_default(),
        };
        self.push_op(action, place, which, at, texts, false);
        kept.into_iter().for_each(|node| self.push(node));
        true
    }

    fn count_operation(&mut self, call: &ExprMethodCall, name: &str, at: Pos) -> bool {
        let first = call.args.first().map(text).unwrap_or_default();
        let (action, amount) = match (name, first.as_str()) {
            ("add", "1" | "1.0") => (Action::Increment, String::new()),
            ("sub", "1" | "1.0") | ("add", "-1" | "-1.0") => (Action::Decrement, String::new()),
            ("inc" | "dec" | "incr" | "decr", "") => (count_action(name).unwrap_or(Action::Increment), String::new()),
            _ => match (count_action(name), call.args.first()) {
                (Some(action), Some(amount)) if call.args.len() <= 2 => {
                    let amount = self.key(amount);
                    (action, if is_one(&amount) { String::new() } else { amount })
                }
                _ => return false,
            },
        };
        let Some(mut place) = self.place(&call.receiver) else { return false };
        self.expr(&call.receiver);
        call.args.iter().for_each(|argument| self.expr(argument));
        // These count through `&self`; `add` and `sub` may be a pointer's, or a number's.
        if !matches!(name, "add" | "sub") || place.root == Root::This && !place.path.is_empty() {
            place.sharing = Sharing::Shared;
        }
        let texts = Texts { place: text(&call.receiver), key: first, value: String::new() };
        self.push_op(action, place, Which::Key(amount), at, texts, false);
        true
    }

    /// `*count += 1`, of a count that is behind a lock.
    pub(crate) fn counts(&mut self, expr: &ExprBinary) -> bool {
        let action = match expr.op {
            BinOp::AddAssign(_) => Action::Increment,
            BinOp::SubAssign(_) => Action::Decrement,
            _ => return false,
        };
        let Some(place) = self.place(&expr.left) else { return false };
        if place.sharing != Sharing::Shared {
            return false;
        }
        self.expr(&expr.right);
        let amount = self.key(&expr.right);
        let amount = if is_one(&amount) { String::new() } else { amount };
        let at = match &expr.op {
            BinOp::AddAssign(op) => position(op.spans[0]),
            BinOp::SubAssign(op) => position(op.spans[0]),
            _ => Pos::default(),
        };
        let texts = Texts { place: text(&expr.left), key: text(&expr.right), value: String::new() };
        self.push_op(action, place, Which::Key(amount), at, texts, true);
        true
    }

    /// `mem::take(&mut map)`, `mem::replace(&mut map, …)`: every entry is gone.
    pub(crate) fn emptied_by_call(&mut self, call: &ExprCall, name: &str, at: Pos) -> bool {
        if !matches!((name, call.args.len()), ("take", 1) | ("replace" | "swap", 2)) {
            return false;
        }
        let Some(place) = self.place(&call.args[0]) else { return false };
        let texts = Texts { place: text(&call.args[0]), key: String::new(), value: String::new() };
        self.push_op(Action::Remove, place, Which::All, at, texts, false);
        true
    }

    /// The map and the key of an expression that is an entry.
    pub(crate) fn entry(&self, expr: &Expr) -> Option<(Place, Key, String, String)> {
        match expr {
            Expr::Path(path) => {
                let var = self.scope.find(&super::place::single(path)?)?;
                self.scope.known(var)?.entry.clone()
            }
            Expr::MethodCall(call) => match (call.method.to_string().as_str(), call.args.len()) {
                ("entry" | "entry_async" | "entry_sync" | "raw_entry_mut" | "entry_ref" | "try_entry", 1) => {
                    let key = &call.args[0];
                    Some((self.place(&call.receiver)?, self.key(key), text(&call.receiver), text(key)))
                }
                ("and_modify" | "or_insert_entry" | "unwrap" | "expect", _) => self.entry(&call.receiver),
                _ => None,
            },
            Expr::Await(inner) => self.entry(&inner.base),
            Expr::Paren(inner) => self.entry(&inner.expr),
            Expr::Try(inner) => self.entry(&inner.expr),
            _ => None,
        }
    }

    fn push_op(&mut self, action: Action, place: Place, which: Which, at: Pos, texts: Texts, accumulates: bool) {
        let id = self.fresh_id();
        self.push(Node::Op(Rc::new(Op {
            id,
            action,
            place,
            which,
            at,
            place_text: texts.place,
            key_text: texts.key,
            value_text: texts.value,
            accumulates,
        })));
    }
}

fn is_one(amount: &str) -> bool {
    matches!(amount.trim(), "1" | "1.0" | "1_usize" | "1u64" | "1usize" | "1_f64" | "1i64")
}
