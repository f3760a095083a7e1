//! The local variables and generic parameters that hide items.

use crate::names::Namespace;
use std::{collections::HashSet, mem};

#[derive(Default)]
pub(crate) struct Locals {
    scopes: Vec<HashSet<(Namespace, String)>>,
}

impl Locals {
    pub(crate) fn enter(&mut self) {
        self.scopes.push(HashSet::new());
    }

    pub(crate) fn leave(&mut self) {
        self.scopes.pop();
    }

    /// An item sees none of the locals around it. The result goes to [`restore`](Self::restore).
    pub(crate) fn hide(&mut self) -> Self {
        let hidden = mem::take(self);
        self.enter();
        hidden
    }

    pub(crate) fn restore(&mut self, hidden: Self) {
        *self = hidden;
    }

    pub(crate) fn add(&mut self, namespace: Namespace, name: String) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert((namespace, name));
        }
    }

    pub(crate) fn have(&self, namespace: Namespace, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope.contains(&(namespace, name.to_owned())))
    }
}
