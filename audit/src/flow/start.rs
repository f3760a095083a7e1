//! Where entries begin: the insertions of a function, its own and those of functions that it calls.

use super::effects::Summaries;
use crate::ir::{Action, Function, Key, Node, Op, Place, Pos, Sharing, Which};
use std::rc::Rc;

/// An insertion, or a counter that goes up.
#[derive(Clone, Debug)]
pub(crate) struct Start {
    /// The number of the operation or the call.
    pub(crate) id: u32,
    pub(crate) action: Action,
    pub(crate) place: Place,
    pub(crate) which: Which,
    pub(crate) at: Pos,
    pub(crate) place_text: String,
    pub(crate) key_text: String,
    /// The function that inserts, if it is not this one.
    pub(crate) helper: Option<String>,
    pub(crate) accumulates: bool,
    /// The conditions under which it stands: what is looked at, and the pattern that was taken.
    pub(crate) conditions: Vec<(Key, String)>,
}

impl Start {
    /// Whether the map is reached through a variable: a lock's guard that was taken before, perhaps.
    pub(crate) fn is_through_guard(&self) -> bool {
        self.place.sharing == Sharing::Shared && !self.place_text.contains('(')
    }

    fn of_op(op: &Rc<Op>, conditions: Vec<(Key, String)>) -> Self {
        Self {
            id: op.id,
            action: op.action,
            place: op.place.clone(),
            which: op.which.clone(),
            at: op.at,
            place_text: op.place_text.clone(),
            key_text: op.key_text.clone(),
            helper: None,
            accumulates: op.accumulates,
            conditions,
        }
    }
}

/// All starts of a function.
pub(crate) fn starts(function: &Function, summaries: &Summaries<'_>) -> Vec<Start> {
    let mut finder = Finder { function, summaries, conditions: Vec::new(), found: Vec::new() };
    finder.nodes(&function.body);
    finder.found
}

struct Finder<'a> {
    function: &'a Function,
    summaries: &'a Summaries<'a>,
    conditions: Vec<(Key, String)>,
    found: Vec<Start>,
}

impl Finder<'_> {
    fn nodes(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Op(op) if matches!(op.action, Action::Insert | Action::Increment) => {
                    self.found.push(Start::of_op(op, self.conditions.clone()));
                }
                Node::Call(call) => {
                    let Some(called) = self.summaries.of_call(call, self.function) else { continue };
                    if called.is_vague() {
                        continue;
                    }
                    for effect in &called.effects {
                        let ended = called.effects.iter().any(|other| {
                            matches!(other.action, Action::Remove | Action::Decrement)
                                && other.place.is_same(&effect.place)
                        });
                        if matches!(effect.action, Action::Insert | Action::Increment) && !ended && !effect.error {
                            self.found.push(Start {
                                id: call.id,
                                action: effect.action,
                                place: effect.place.clone(),
                                which: effect.which.clone(),
                                at: call.at,
                                place_text: effect.texts.0.clone(),
                                key_text: effect.texts.1.clone(),
                                helper: Some(call.name.clone()),
                                accumulates: false,
                                conditions: self.conditions.clone(),
                            });
                        }
                    }
                }
                Node::Branch { condition, arms, .. } => {
                    for arm in arms {
                        self.conditions.push((condition.clone(), arm.pattern.clone()));
                        self.nodes(&arm.body);
                        self.conditions.pop();
                    }
                }
                Node::Loop { body, .. } | Node::Block { body, .. } | Node::Body { body, .. } => self.nodes(body),
                _ => {}
            }
        }
    }
}
