//! What the rest of a crate does to a map.

use crate::{
    flow::{Outcome, Start, Summaries},
    ir::{Action, Node, Op, Place, Which},
    source::Crate,
};
use std::collections::{HashMap, HashSet};

struct Fact {
    function: usize,
    of_type: Option<String>,
    action: Action,
    all: bool,
    field_of_self: bool,
    value: String,
}

/// Operations by the name of the map or counter.
#[derive(Default)]
pub(super) struct Elsewhere {
    by_name: HashMap<String, Vec<Fact>>,
    of_functions: Vec<Option<String>>,
    /// Names of maps that a `Drop` removes from.
    dropped: HashSet<String>,
    /// Types whose `Drop` removes or counts down.
    guards: HashSet<String>,
    /// Functions that make such a type.
    makes_guard: HashSet<usize>,
    senders: HashSet<String>,
}

impl Elsewhere {
    pub(super) fn of(krate: &Crate, summaries: &Summaries<'_>) -> Self {
        let mut this = Self::default();
        for (index, function) in krate.functions.iter().enumerate() {
            this.of_functions.push(function.of_type.clone());
            let mut ends = false;
            each(&function.body, &mut |node| match node {
                Node::Op(op) => {
                    ends |= matches!(op.action, Action::Remove | Action::Decrement);
                    this.add(index, function.of_type.clone(), op);
                    if function.is_drop {
                        this.note_drop(&op.place, op.action);
                    }
                }
                Node::Call(call) if function.is_drop => {
                    let called = summaries.of_call(call, function);
                    for effect in called.iter().flat_map(|called| &called.effects) {
                        ends |= matches!(effect.action, Action::Remove | Action::Decrement);
                        this.note_drop(&effect.place, effect.action);
                    }
                    // `self.cleanup()` of a type that nobody knows more of.
                    ends |= [
                        "remove",
                        "release",
                        "unregister",
                        "deregister",
                        "cleanup",
                        "clean_up",
                        "finish",
                        "free",
                        "dec",
                    ]
                    .iter()
                    .any(|word| call.name.starts_with(word));
                }
                _ => {}
            });
            if function.is_drop
                && ends
                && let Some(of_type) = &function.of_type
            {
                this.guards.insert(of_type.clone());
            }
        }
        for (index, function) in krate.functions.iter().enumerate() {
            let mut makes = false;
            each(&function.body, &mut |node| {
                if let Node::Constructs { name } = node {
                    let own = name == "Self";
                    makes |= this.guards.contains(name)
                        || (own && function.of_type.as_ref().is_some_and(|of| this.guards.contains(of)));
                }
            });
            if makes {
                this.makes_guard.insert(index);
            }
        }
        this.find_senders(krate);
        this
    }

    fn add(&mut self, function: usize, of_type: Option<String>, op: &Op) {
        let Some(name) = op.place.last_name() else { return };
        self.by_name.entry(name.to_owned()).or_default().push(Fact {
            function,
            of_type,
            action: op.action,
            all: op.which == Which::All,
            field_of_self: !op.place.path.is_empty(),
            value: op.value_text.clone(),
        });
    }

    fn note_drop(&mut self, place: &Place, action: Action) {
        if matches!(action, Action::Remove | Action::Decrement)
            && let Some(name) = place.last_name()
            // `.0` is the name of many fields.
            && !is_number(name)
        {
            self.dropped.insert(name.to_owned());
        }
    }

    fn find_senders(&mut self, krate: &Crate) {
        for (name, facts) in &self.by_name {
            let by_type = krate
                .types
                .of(name)
                .iter()
                .any(|ty| ty.contains("oneshot") || ty.contains("Sender<") && ty.contains("Map<"));
            let by_value =
                facts.iter().any(|fact| fact.value.split(|c: char| !c.is_alphanumeric() && c != '_').any(is_sender));
            if by_type || by_value {
                self.senders.insert(name.clone());
            }
        }
    }

    fn facts(&self, start: &Start) -> &[Fact] {
        start.place.last_name().and_then(|name| self.by_name.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Whether a guard of the crate removes the entry.
    pub(super) fn is_guarded(&self, index: usize, start: &Start, outcome: &Outcome) -> bool {
        _ = index;
        start.place.last_name().is_some_and(|name| self.dropped.contains(name))
            || outcome.constructed.iter().any(|name| self.guards.contains(name))
            || outcome.called.iter().any(|function| self.makes_guard.contains(function))
    }

    /// Whether another function removes entries of the map, one that does not insert itself.
    pub(super) fn removes(&self, index: usize, start: &Start) -> bool {
        let facts = self.facts(start);
        let inserts = |function| {
            facts
                .iter()
                .any(|fact| fact.function == function && matches!(fact.action, Action::Insert | Action::Increment))
        };
        let ends = |fact: &&Fact| {
            matches!(
                (start.action, fact.action),
                (Action::Insert, Action::Remove) | (Action::Increment, Action::Decrement)
            )
        };
        facts.iter().filter(ends).any(|fact| {
            fact.function != index
                && !inserts(fact.function)
                && !fact.all
                && (fact.of_type == self.of_functions[index]
                    || (fact.field_of_self && !start.place.last_name().is_some_and(is_number)))
        })
    }

    /// Whether anything removes entries of the map.
    pub(super) fn removes_at_all(&self, start: &Start) -> bool {
        self.facts(start).iter().any(|fact| fact.action == Action::Remove)
    }

    /// Whether the map was seen to be used in more than one way: its name is no accident.
    pub(super) fn is_known(&self, start: &Start) -> bool {
        !self.facts(start).iter().any(|fact| fact.all)
    }

    /// Whether the map's values are senders.
    pub(super) fn is_of_senders(&self, start: &Start) -> bool {
        start.place.last_name().is_some_and(|name| self.senders.contains(name))
    }
}

fn is_number(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_digit())
}

/// Whether a variable holds the sender of an answer, by its name.
fn is_sender(name: &str) -> bool {
    matches!(name, "tx" | "sender" | "reply" | "responder")
        || name.ends_with("_tx")
        || name.ends_with("_sender")
        || name.starts_with("tx_")
}

pub(super) fn each(nodes: &[Node], visit: &mut impl FnMut(&Node)) {
    for node in nodes {
        visit(node);
        match node {
            Node::Branch { arms, .. } => arms.iter().for_each(|arm| each(&arm.body, visit)),
            Node::Loop { body, .. } | Node::Block { body, .. } | Node::Body { body, .. } => each(body, visit),
            _ => {}
        }
    }
}
