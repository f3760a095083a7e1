//! Follows one entry through its function.

use super::{
    effects::Summaries,
    matching::ends,
    start::Start,
    state::{Crossing, CrossingKind, Exit, ExitKind, State},
};
use crate::{
    ir::{Function, Leave, Node, Op, Pos, Which},
    source::Crate,
};

/// A removal that the entry can reach.
#[derive(Clone, Debug)]
pub(crate) struct Removal {
    pub(crate) at: Pos,
    /// Upon an error only.
    pub(crate) error: bool,
    /// In a task that was spawned while the entry was there.
    pub(crate) in_task: bool,
    /// The function that removes, if it is not this one.
    pub(crate) helper: Option<String>,
    /// Removes whatever is there, or does much else: no sign that the entry belongs to the call.
    pub(crate) vague: bool,
}

/// What there is to say of an entry.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) removals: Vec<Removal>,
    pub(crate) exits: Vec<Exit>,
    pub(crate) crossings: Vec<Crossing>,
    /// The same, where it is removed upon an error only.
    pub(crate) error_crossings: Vec<Crossing>,
    /// Tasks that were spawned before the insertion, and that remove.
    pub(crate) early_tasks: Vec<Pos>,
    /// The function has a `defer!` or the like.
    pub(crate) deferred: bool,
    /// Types that are made in the function.
    pub(crate) constructed: Vec<String>,
    /// Functions of the crate that are called, by number.
    pub(crate) called: Vec<usize>,
    /// It makes a channel, one end of which it keeps.
    pub(crate) makes_channel: bool,
    /// Calls that may panic while the entry is there.
    pub(crate) panics: Vec<Pos>,
    /// Something is awaited after the insertion, removed or not.
    pub(crate) awaits_after: bool,
}

/// Where `return` and `?` lead.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameKind {
    /// Out of the function, the task or the future: the entry stays.
    Outermost,
    /// Out of a closure or an async block that runs here.
    Inner,
}

pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// Whether a dropped future ends it at an await.
    pub(super) cancellable: bool,
    pub(super) task: bool,
    pub(super) returned: State,
}

pub(super) struct LoopFrame {
    pub(super) label: Option<String>,
    pub(super) is_loop: bool,
    pub(super) broken: State,
    /// Whether the insertion is inside: the state at its begin was without the entry.
    pub(super) begins_absent: bool,
}

pub(super) struct Sim<'a> {
    pub(super) krate: &'a Crate,
    pub(super) function: &'a Function,
    pub(super) summaries: &'a Summaries<'a>,
    pub(super) start: &'a Start,
    pub(super) outcome: Outcome,
    pub(super) frames: Vec<Frame>,
    pub(super) loops: Vec<LoopFrame>,
    pub(super) error: u32,
    /// The next `.await` is that of the call that inserted.
    pub(super) skips_await: bool,
}

/// What becomes of the entry of `start`.
pub(crate) fn simulate(krate: &Crate, index: usize, summaries: &Summaries<'_>, start: &Start) -> Outcome {
    let function = &krate.functions[index];
    let mut sim = Sim {
        krate,
        function,
        summaries,
        start,
        outcome: Outcome::default(),
        frames: vec![Frame {
            kind: FrameKind::Outermost,
            cancellable: function.is_async && !summaries.is_task(index),
            task: summaries.is_task(index),
            returned: State::default(),
        }],
        loops: Vec::new(),
        error: 0,
        skips_await: false,
    };
    let end = sim.nodes(&function.body, State::start());
    sim.end(&end, function.at);
    sim.outcome
}

impl Sim<'_> {
    /// The end of an outermost frame.
    pub(super) fn end(&mut self, state: &State, at: Pos) {
        if state.live {
            self.exit(state.split.unwrap_or(at), ExitKind::End, state.split.is_some());
        }
    }

    fn exit(&mut self, at: Pos, kind: ExitKind, beside_removal: bool) {
        let in_task = self.frames.iter().any(|frame| frame.task);
        let exit = Exit { at, kind, error: self.error > 0, beside_removal, in_task };
        if !self.outcome.exits.contains(&exit) {
            self.outcome.exits.push(exit);
        }
    }

    pub(super) fn nodes(&mut self, nodes: &[Node], mut state: State) -> State {
        for node in nodes {
            state = self.node(node, state);
        }
        state
    }

    fn node(&mut self, node: &Node, mut state: State) -> State {
        match node {
            Node::Op(op) => self.op(op, state),
            Node::NotInserted(id) => {
                if *id == self.start.id {
                    state.absent |= state.live;
                    state.live = false;
                }
                state
            }
            Node::Await { at, brief } => {
                let kind = if *brief { CrossingKind::Brief } else { CrossingKind::Await };
                self.awaits(&mut state, *at, kind);
                state
            }
            Node::Leave { at, leave } => self.leave(*at, leave, state),
            Node::MayPanic { at } => {
                if state.live && self.outcome.panics.len() < 3 {
                    self.outcome.panics.push(*at);
                }
                state
            }
            Node::Call(call) => self.call(call, state),
            Node::Branch { at, condition, about, arms } => self.branch(*at, condition, *about, arms, state),
            Node::Loop { label, endless, body } => self.loop_(label.as_ref(), *endless, body, state),
            Node::Block { label, body } => {
                let begins_absent = !state.live;
                self.loops.push(LoopFrame {
                    label: Some(label.clone()),
                    is_loop: false,
                    broken: State::default(),
                    begins_absent,
                });
                let mut end = self.nodes(body, state);
                if let Some(frame) = self.loops.pop() {
                    end.join(frame.broken);
                }
                end
            }
            Node::Body { at, runs, closure, body } => self.body(*at, *runs, *closure, body, state),
            Node::Deferred => {
                self.outcome.deferred = true;
                state
            }
            Node::Constructs { name } => {
                if !self.outcome.constructed.contains(name) {
                    self.outcome.constructed.push(name.clone());
                }
                state
            }
        }
    }

    fn op(&mut self, op: &Op, mut state: State) -> State {
        if op.id == self.start.id {
            state.live |= state.absent;
            state.absent = false;
        } else if state.live && ends(self.start, op.action, &op.place, &op.which) {
            self.removes(&mut state, op.at, None, op.which == Which::All);
        }
        state
    }

    pub(super) fn removes(&mut self, state: &mut State, at: Pos, helper: Option<String>, vague: bool) {
        let in_task = self.frames.iter().any(|frame| frame.task);
        if !self.outcome.removals.iter().any(|removal| removal.at == at) {
            self.outcome.removals.push(Removal { at, error: self.error > 0, in_task, helper, vague });
        }
        let crossings = if self.error == 0 { &mut self.outcome.crossings } else { &mut self.outcome.error_crossings };
        for crossing in &state.awaits {
            if !crossings.contains(crossing) {
                crossings.push(crossing.clone());
            }
        }
        state.removed();
    }

    pub(super) fn awaits(&mut self, state: &mut State, at: Pos, kind: CrossingKind) {
        if std::mem::take(&mut self.skips_await) {
            return;
        }
        if state.live && kind != CrossingKind::Brief {
            self.outcome.awaits_after = true;
        }
        if state.live && self.frames.last().is_some_and(|frame| frame.cancellable) {
            state.awaits.push(Crossing { at, kind });
        }
    }

    fn leave(&mut self, at: Pos, leave: &Leave, state: State) -> State {
        let outermost = self.frames.last().is_none_or(|frame| frame.kind == FrameKind::Outermost);
        match leave {
            Leave::Diverge => State::unreachable(),
            Leave::Return | Leave::ReturnError | Leave::Try => {
                if outermost && state.live {
                    let kind = match leave {
                        Leave::Return => ExitKind::Return,
                        Leave::Try => ExitKind::Try,
                        _ => ExitKind::ReturnError,
                    };
                    self.exit(at, kind, false);
                } else if let Some(frame) = self.frames.last_mut()
                    && !outermost
                {
                    frame.returned.join(state.clone());
                }
                if *leave == Leave::Try { state } else { State::unreachable() }
            }
            Leave::Break(label) => {
                let found = self.loops.iter_mut().rev().find(|frame| match label {
                    Some(_) => frame.label == *label,
                    None => frame.is_loop,
                });
                if let Some(frame) = found {
                    frame.broken.join(state);
                }
                State::unreachable()
            }
            Leave::Continue => {
                if state.live
                    && self.loops.iter().rev().find(|frame| frame.is_loop).is_some_and(|frame| frame.begins_absent)
                {
                    self.exit(at, ExitKind::Continue, false);
                }
                State::unreachable()
            }
        }
    }
}
