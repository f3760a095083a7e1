//! Conditions that ask whether anything is left.

use super::place::text;
use syn::{BinOp, Expr};

/// Whether a condition asks for the last of something: `is_empty()`, `strong_count(…) == 1`, `count == 0`.
pub(crate) fn is_empty(expr: &Expr) -> bool {
    match expr {
        Expr::Binary(binary) => match binary.op {
            BinOp::Eq(_) | BinOp::Le(_) | BinOp::Lt(_) | BinOp::Ne(_) | BinOp::Gt(_) => {
                let small = |expr: &Expr| matches!(text(expr).as_str(), "0" | "1" | "2" | "0usize" | "1usize");
                small(&binary.left) || small(&binary.right)
            }
            BinOp::And(_) | BinOp::Or(_) => is_empty(&binary.left) || is_empty(&binary.right),
            _ => false,
        },
        other => {
            let text = text(other);
            [
                "is_empty()",
                "strong_count(",
                "weak_count(",
                "upgrade()",
                "ptr_eq(",
                "is_closed()",
                "is_unique(",
                "Arc::get_mut",
                "Rc::get_mut",
                "try_unwrap(",
            ]
            .iter()
            .any(|name| text.contains(name))
        }
    }
}
