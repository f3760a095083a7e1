//! The variables of a function, and what is known of each.

use crate::ir::{Key, Node, Place, Pos, Var};
use std::collections::HashMap;

/// A future or a closure that is bound to a name, until it is used.
pub(crate) struct Bound {
    pub(crate) at: Pos,
    pub(crate) closure: bool,
    pub(crate) body: Vec<Node>,
}

/// What is known of a variable.
#[derive(Default)]
pub(crate) struct Known {
    /// The place that it stands for: a guard, a clone of an `Arc`, a reference.
    pub(crate) place: Option<Place>,
    /// The key that it is a copy of.
    pub(crate) key: Option<Key>,
    /// The map's entry that it is: `Entry`, `VacantEntry`.
    pub(crate) entry: Option<(Place, Key, String, String)>,
    /// The future or closure that it is.
    pub(crate) bound: Option<Bound>,
    /// The insertion whose result it is, and whether `true` (or `Some`) means that it took place.
    pub(crate) inserted: Option<(u32, bool)>,
    /// Whether it says that something is empty.
    pub(crate) is_empty: bool,
    /// Whether it was made in this function.
    pub(crate) fresh: bool,
}

/// The variables in sight.
#[derive(Default)]
pub(crate) struct Scope {
    known: Vec<Known>,
    names: Vec<HashMap<String, Var>>,
}

impl Scope {
    pub(crate) fn enter(&mut self) {
        self.names.push(HashMap::new());
    }

    pub(crate) fn exit(&mut self) {
        self.names.pop();
    }

    pub(crate) fn declare(&mut self, name: &str, known: Known) -> Var {
        let var = Var::try_from(self.known.len()).unwrap_or(Var::MAX);
        self.known.push(known);
        if let Some(names) = self.names.last_mut() {
            names.insert(name.to_owned(), var);
        }
        var
    }

    pub(crate) fn find(&self, name: &str) -> Option<Var> {
        self.names.iter().rev().find_map(|names| names.get(name).copied())
    }

    /// The variables that were made in this function.
    pub(crate) fn fresh(&self) -> Vec<Var> {
        let vars = (0..).zip(&self.known);
        vars.filter(|(_, known)| known.fresh).map(|(var, _)| var).collect()
    }

    pub(crate) fn known(&self, var: Var) -> Option<&Known> {
        self.known.get(var as usize)
    }

    pub(crate) fn known_mut(&mut self, var: Var) -> Option<&mut Known> {
        self.known.get_mut(var as usize)
    }
}
