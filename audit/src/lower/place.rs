//! Reads expressions as places and as keys.

use super::{
    Lower,
    names::{keeps_key, keeps_key_function, passes_through, takes_lock},
};
use crate::ir::{Key, Place, Root, Sharing};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::fmt::Write as _;
use syn::{Expr, ExprPath, Member, Stmt, UnOp};

/// The name of a path that has one segment.
pub(crate) fn single(path: &ExprPath) -> Option<String> {
    if path.qself.is_some() {
        return None;
    }
    path.path.get_ident().map(ToString::to_string)
}

/// The name of a method or function as it stands last.
pub(crate) fn function_name(function: &Expr) -> Option<String> {
    match function {
        Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        Expr::Paren(inner) => function_name(&inner.expr),
        Expr::Group(inner) => function_name(&inner.expr),
        _ => None,
    }
}

/// Text on one line, without the spaces that tokens would have between them.
pub(crate) fn text(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    write_tokens(tokens.to_token_stream(), &mut text);
    text
}

fn write_tokens(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => (" { ", " }"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write_tokens(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Ident(ident) => {
                if text.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    text.push(' ');
                }
                _ = write!(text, "{ident}");
            }
            TokenTree::Literal(literal) => {
                if text.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                    text.push(' ');
                }
                _ = write!(text, "{literal}");
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                if matches!(punct.as_char(), ',' | ';') {
                    text.push(' ');
                }
            }
        }
    }
}

impl Lower<'_> {
    /// The place that an expression names, if it names one.
    pub(crate) fn place(&self, expr: &Expr) -> Option<Place> {
        match expr {
            Expr::Path(path) => self.place_of_path(path),
            Expr::Field(field) => {
                let mut place = self.place(&field.base)?;
                place.path.push(match &field.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(index) => index.index.to_string(),
                });
                Some(place)
            }
            Expr::Paren(inner) => self.place(&inner.expr),
            Expr::Group(inner) => self.place(&inner.expr),
            Expr::Reference(inner) => self.place(&inner.expr),
            Expr::Await(inner) => self.place(&inner.base),
            Expr::Try(inner) => self.place(&inner.expr),
            Expr::Cast(inner) => self.place(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.place(&unary.expr),
            Expr::Index(index) => {
                let mut place = self.place(&index.expr)?;
                place.path.push(format!("[{}]", self.key(&index.index)));
                Some(place)
            }
            Expr::Unsafe(block) => self.place_of_block(&block.block.stmts),
            Expr::Block(block) => self.place_of_block(&block.block.stmts),
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                let mut place = self.place(&call.receiver)?;
                if takes_lock(&method) {
                    place.sharing = Sharing::Shared;
                } else if !passes_through(&method) {
                    let arguments: Vec<_> = call.args.iter().map(|argument| self.key(argument)).collect();
                    place.path.push(format!("{method}({})", arguments.join(",")));
                }
                Some(place)
            }
            Expr::Call(call) => {
                let name = function_name(&call.func)?;
                match (name.as_str(), call.args.len()) {
                    ("clone" | "downgrade" | "new" | "pin" | "as_ref" | "deref" | "Some" | "Ok", 1) => {
                        self.place(&call.args[0])
                    }
                    (name, 1) if name.contains("lock") => {
                        let mut place = self.place(&call.args[0])?;
                        place.sharing = Sharing::Shared;
                        Some(place)
                    }
                    // A function that makes something new each time is no place.
                    ("new" | "default" | "now" | "new_v4" | "channel" | "unbounded_channel", 0) => None,
                    (_, 0) => Some(Place {
                        root: Root::Global(format!("{}()", text(&call.func))),
                        path: Vec::new(),
                        sharing: Sharing::Unknown,
                    }),
                    _ => None,
                }
            }
            // `gauge!("…")`: metrics by name.
            Expr::Macro(mac) if mac.mac.path.segments.last().is_some_and(|name| name.ident == "gauge") => {
                Some(Place { root: Root::Global(text(&mac.mac)), path: Vec::new(), sharing: Sharing::Shared })
            }
            _ => None,
        }
    }

    fn place_of_block(&self, statements: &[Stmt]) -> Option<Place> {
        match statements {
            [Stmt::Expr(expr, None)] => self.place(expr),
            _ => None,
        }
    }

    fn place_of_path(&self, path: &ExprPath) -> Option<Place> {
        let owned = |root| Place { root, path: Vec::new(), sharing: Sharing::Unknown };
        if let Some(name) = single(path) {
            if name == "self" {
                // Inside of `let this = self;` blocks of macros, `self` may be a variable's name.
                return Some(owned(Root::This));
            }
            if let Some(var) = self.scope.find(&name) {
                let known = self.scope.known(var).and_then(|known| known.place.clone());
                return Some(known.unwrap_or_else(|| owned(Root::Local(var))));
            }
        }
        let last = path.path.segments.last()?.ident.to_string();
        let is_global = last.chars().any(char::is_alphabetic) && last.chars().all(|c| !c.is_lowercase());
        is_global.then(|| owned(Root::Global(last)))
    }

    /// An expression as a key.
    pub(crate) fn key(&self, expr: &Expr) -> Key {
        match expr {
            Expr::Path(path) => match single(path) {
                Some(name) if name == "self" => String::from("$self"),
                Some(name) => match self.scope.find(&name) {
                    Some(var) => {
                        let copied = self.scope.known(var).and_then(|known| known.key.clone());
                        copied.unwrap_or_else(|| format!("${var}"))
                    }
                    None => name,
                },
                None => text(path),
            },
            Expr::Field(field) => {
                let member = match &field.member {
                    Member::Named(name) => name.to_string(),
                    Member::Unnamed(index) => index.index.to_string(),
                };
                format!("{}.{member}", self.key(&field.base))
            }
            Expr::Paren(inner) => self.key(&inner.expr),
            Expr::Group(inner) => self.key(&inner.expr),
            Expr::Reference(inner) => self.key(&inner.expr),
            Expr::Cast(inner) => self.key(&inner.expr),
            Expr::Await(inner) => self.key(&inner.base),
            Expr::Try(inner) => self.key(&inner.expr),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => self.key(&unary.expr),
            Expr::MethodCall(call) if call.args.len() <= 1 && keeps_key(&call.method.to_string()) => {
                self.key(&call.receiver)
            }
            Expr::MethodCall(call) => {
                let arguments: Vec<_> = call.args.iter().map(|argument| self.key(argument)).collect();
                format!("{}.{}({})", self.key(&call.receiver), call.method, arguments.join(","))
            }
            Expr::Call(call)
                if call.args.len() == 1 && function_name(&call.func).is_some_and(|name| keeps_key_function(&name)) =>
            {
                self.key(&call.args[0])
            }
            Expr::Tuple(tuple) => {
                let parts: Vec<_> = tuple.elems.iter().map(|part| self.key(part)).collect();
                format!("({})", parts.join(","))
            }
            _ => self.key_of_tokens(expr.to_token_stream()),
        }
    }

    /// The text of tokens, with each variable replaced by its number.
    pub(crate) fn key_of_tokens(&self, tokens: TokenStream) -> Key {
        let mut key = String::new();
        self.write_key(tokens, &mut key);
        key
    }

    fn write_key(&self, tokens: TokenStream, key: &mut String) {
        // After a full stop stands a field or a method, never a variable.
        let mut after_stop = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    key.push('(');
                    self.write_key(group.stream(), key);
                    key.push(')');
                    after_stop = false;
                }
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    match self.scope.find(&name) {
                        Some(var) if !after_stop => {
                            _ = match self.scope.known(var).and_then(|known| known.key.as_ref()) {
                                Some(copied) => write!(key, " {copied}"),
                                None => write!(key, " ${var}"),
                            };
                        }
                        _ => _ = write!(key, " {name}"),
                    }
                    after_stop = false;
                }
                TokenTree::Literal(literal) => {
                    _ = write!(key, " {literal}");
                    after_stop = false;
                }
                TokenTree::Punct(punct) => {
                    after_stop = punct.as_char() == '.';
                    if punct.as_char() != '&' {
                        key.push(punct.as_char());
                    }
                }
            }
        }
    }
}
