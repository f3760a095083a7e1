//! Patterns: the variables that they declare.

use super::{Lower, scope::Known};
use syn::Pat;

impl Lower<'_> {
    /// Declares the variables of a pattern, of which nothing is known.
    pub(crate) fn declare_pattern(&mut self, pattern: &Pat) {
        match pattern {
            Pat::Ident(ident) => {
                let name = ident.ident.to_string();
                // `None` in a pattern looks like a variable.
                if !name.starts_with(char::is_uppercase) {
                    self.scope.declare(&name, Known::default());
                }
                if let Some((_, inner)) = &ident.subpat {
                    self.declare_pattern(inner);
                }
            }
            Pat::Guard(guard) => self.declare_pattern(&guard.pat),
            Pat::Or(or) => {
                if let Some(first) = or.cases.first() {
                    self.declare_pattern(first);
                }
            }
            Pat::Paren(inner) => self.declare_pattern(&inner.pat),
            Pat::Reference(inner) => self.declare_pattern(&inner.pat),
            Pat::Type(inner) => self.declare_pattern(&inner.pat),
            Pat::Slice(slice) => slice.elems.iter().for_each(|inner| self.declare_pattern(inner)),
            Pat::Tuple(tuple) => tuple.elems.iter().for_each(|inner| self.declare_pattern(inner)),
            Pat::TupleStruct(tuple) => tuple.elems.iter().for_each(|inner| self.declare_pattern(inner)),
            Pat::Struct(fields) => fields.fields.iter().for_each(|field| self.declare_pattern(&field.pat)),
            _ => {}
        }
    }
}
