//! Reads a function: `syn`'s tree into the steps of [`crate::ir`].

mod branch;
mod call;
mod empty;
mod expr;
mod let_;
mod macros;
mod names;
mod ops;
mod pattern;
mod place;
mod scope;

use crate::ir::{Function, Node, Parameter, Pos, Receiver};
pub(crate) use place::text;
use proc_macro2::Span;
use scope::{Known, Scope};
use std::marker::PhantomData;
use syn::{Block, FnArg, Pat, ReceiverKind, ReturnType, Signature, Type};

/// Reads one function.
pub(crate) struct Lower<'a> {
    scope: Scope,
    out: Vec<Node>,
    next_id: u32,
    /// Whether the expression that is read is what the function returns.
    tail: bool,
    /// Whether what is read is the body of a future, in which `tail` does not return a future.
    lazy: bool,
    _source: PhantomData<&'a ()>,
}

/// What is known of the place where a function stands.
pub(crate) struct Surroundings<'a> {
    pub(crate) file: usize,
    pub(crate) of_type: Option<&'a str>,
    pub(crate) is_drop: bool,
    pub(crate) is_public: bool,
}

/// Where a span stands.
pub(crate) fn position(span: Span) -> Pos {
    let (start, end) = (span.start(), span.end());
    let length = if end.line == start.line { end.column.saturating_sub(start.column) } else { 1 };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Pos { line: number(start.line), column: number(start.column), length: number(length) }
}

/// Whether a type is that of a future, by its name.
fn is_future(ty: &str) -> bool {
    ["Future", "BoxFut", "Fut<"].iter().any(|name| ty.contains(name))
}

/// The function as steps.
pub(crate) fn function(signature: &Signature, block: &Block, around: &Surroundings<'_>) -> Function {
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => text(ty),
    };
    let returns_future = signature.asyncness.is_none() && is_future(&output);
    let mut lower = Lower {
        scope: Scope::default(),
        out: Vec::new(),
        next_id: 0,
        tail: false,
        lazy: returns_future,
        _source: PhantomData,
    };
    lower.scope.enter();
    let (parameters, receiver) = lower.parameters(signature);
    lower.scope.enter();
    lower.body(block);
    Function {
        name: signature.ident.to_string(),
        of_type: around.of_type.map(ToOwned::to_owned),
        file: around.file,
        at: position(signature.ident.span()),
        is_async: signature.asyncness.is_some(),
        is_public: around.is_public,
        is_drop: around.is_drop,
        returns_future,
        returns_nothing: output.is_empty(),
        receiver,
        parameters,
        fresh: lower.scope.fresh(),
        body: lower.out,
    }
}

impl Lower<'_> {
    fn parameters(&mut self, signature: &Signature) -> (Vec<Parameter>, Receiver) {
        let (mut parameters, mut receiver) = (Vec::new(), Receiver::None);
        let mut patterns = Vec::new();
        for input in &signature.inputs {
            match input {
                FnArg::Receiver(this) => {
                    receiver = match &this.kind {
                        ReceiverKind::Value if this.mutability.is_some() => Receiver::Value,
                        ReceiverKind::Value => Receiver::Value,
                        kind => receiver_of(kind),
                    };
                }
                FnArg::Typed(typed) => {
                    let ty = text(&typed.ty);
                    let name = match &*typed.pat {
                        Pat::Ident(ident) => ident.ident.to_string(),
                        _ => String::new(),
                    };
                    self.scope.declare(&name, Known::default());
                    parameters.push(Parameter { name, ty });
                    patterns.push(&typed.pat);
                }
            }
        }
        for pattern in patterns {
            if !matches!(**pattern, Pat::Ident(_)) {
                self.declare_pattern(pattern);
            }
        }
        (parameters, receiver)
    }

    /// Reads the steps of something on their own.
    pub(crate) fn collect(&mut self, read: impl FnOnce(&mut Self)) -> Vec<Node> {
        let before = std::mem::take(&mut self.out);
        read(self);
        std::mem::replace(&mut self.out, before)
    }

    /// Reads something whose value is not what the function returns.
    pub(crate) fn not_tail(&mut self, read: impl FnOnce(&mut Self)) {
        let tail = std::mem::replace(&mut self.tail, false);
        read(self);
        self.tail = tail;
    }

    pub(crate) fn fresh_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    pub(crate) fn push(&mut self, node: Node) {
        self.out.push(node);
    }
}

fn receiver_of(kind: &ReceiverKind) -> Receiver {
    match kind {
        ReceiverKind::Value => Receiver::Value,
        ReceiverKind::Reference(_, _, Some(_)) => Receiver::Mutable,
        ReceiverKind::Typed(_, ty) => receiver_of_type(ty),
        _ => Receiver::Shared,
    }
}

fn receiver_of_type(ty: &Type) -> Receiver {
    let ty = text(ty);
    if ty.contains("&mut") || ty.contains("&'_ mut") { Receiver::Mutable } else { Receiver::Shared }
}
