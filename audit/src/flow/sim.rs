//! Follows one entry through its function.

use super::{
    effects::Summaries,
    matching::{ends, ends_by_name},
    start::Start,
    state::{Crossing, CrossingKind, Exit, ExitKind, State},
};
use crate::{
    ir::{About, Action, Arm, Call, Function, Key, Leave, Node, Op, Pos, Runs, Which},
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
enum FrameKind {
    /// Out of the function, the task or the future: the entry stays.
    Outermost,
    /// Out of a closure or an async block that runs here.
    Inner,
}

struct Frame {
    kind: FrameKind,
    /// Whether a dropped future ends it at an await.
    cancellable: bool,
    task: bool,
    returned: State,
}

struct LoopFrame {
    label: Option<String>,
    is_loop: bool,
    broken: State,
    /// Whether the insertion is inside: the state at its begin was without the entry.
    begins_absent: bool,
}

struct Sim<'a> {
    krate: &'a Crate,
    function: &'a Function,
    summaries: &'a Summaries<'a>,
    start: &'a Start,
    outcome: Outcome,
    frames: Vec<Frame>,
    loops: Vec<LoopFrame>,
    error: u32,
    /// The next `.await` is that of the call that inserted.
    skips_await: bool,
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
    fn end(&mut self, state: &State, at: Pos) {
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

    fn nodes(&mut self, nodes: &[Node], mut state: State) -> State {
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

    fn removes(&mut self, state: &mut State, at: Pos, helper: Option<String>, vague: bool) {
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

    fn awaits(&mut self, state: &mut State, at: Pos, kind: CrossingKind) {
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

    fn call(&mut self, call: &Call, mut state: State) -> State {
        self.outcome.makes_channel |= call.name.contains("channel") || call.name == "oneshot";
        if let Some(callee) = self.summaries.resolve(call, self.function)
            && !self.outcome.called.contains(&callee)
        {
            self.outcome.called.push(callee);
        }
        if call.id == self.start.id {
            state.live |= state.absent;
            state.absent = false;
            // Its own `.await` comes next, and belongs to the insertion.
            self.skips_await = call.awaited;
            return state;
        }
        if !state.live {
            return state;
        }
        let Some(called) = self.summaries.of_call(call, self.function) else { return state };
        let callee = &self.krate.functions[called.function];
        let is_future = callee.is_async || callee.returns_future;
        for effect in &called.effects {
            let by_name =
                call.tail && is_future && ends_by_name(self.start, effect.action, &effect.place, &effect.which);
            if !by_name && !ends(self.start, effect.action, &effect.place, &effect.which) {
                continue;
            }
            let vague = effect.which == Which::All || called.is_vague();
            if effect.error {
                self.error += 1;
                let mut removed = state.clone();
                self.removes(&mut removed, call.at, Some(call.name.clone()), vague);
                self.error -= 1;
                state.join(removed);
                continue;
            }
            let lazily = is_future && call.tail && !call.awaited;
            if lazily {
                state.awaits.push(Crossing { at: call.at, kind: CrossingKind::Lazy });
            } else if effect.after_await && is_future {
                self.awaits(&mut state, call.at, CrossingKind::InHelper);
            }
            self.removes(&mut state, call.at, Some(call.name.clone()), vague);
            break;
        }
        state
    }

    fn branch(&mut self, at: Pos, condition: &Key, about: About, arms: &[Arm], state: State) -> State {
        // The same condition as that of the insertion: the same way.
        let taken = self.start.conditions.iter().find(|(key, _)| key == condition && key.contains('$'));
        let taken = taken.filter(|_| state.live).map(|(_, pattern)| pattern.clone());
        let mut joined = State::unreachable();
        let (mut removed, mut kept) = (false, false);
        let mut exits_of_arms = Vec::new();
        for arm in arms {
            if taken
                .as_ref()
                .is_some_and(|pattern| *pattern != arm.pattern && arms.iter().any(|arm| arm.pattern == *pattern))
            {
                continue;
            }
            self.error += u32::from(arm.error);
            let before = self.outcome.exits.len();
            let mut end = self.nodes(&arm.body, state.clone());
            self.error -= u32::from(arm.error);
            let removes = state.live && end.gone && !end.live;
            removed |= removes && !arm.error;
            if state.live && end.is_reachable() && end.live {
                kept = true;
            }
            exits_of_arms.push((before..self.outcome.exits.len(), removes));
            if removes && about == About::Empty {
                end.split = None;
            }
            joined.join(end);
        }
        if state.live && removed {
            if about == About::Empty {
                // The last one removes: what is there is not this call's own.
                joined.removed();
                return joined;
            }
            if kept {
                joined.split = Some(at);
            }
            for (range, removes) in exits_of_arms {
                if !removes {
                    self.outcome.exits[range].iter_mut().for_each(|exit| exit.beside_removal = true);
                }
            }
        }
        joined
    }

    fn loop_(&mut self, label: Option<&String>, endless: bool, body: &[Node], state: State) -> State {
        let removals = self.outcome.removals.len();
        let begins_absent = !state.live;
        self.loops.push(LoopFrame { label: label.cloned(), is_loop: true, broken: State::default(), begins_absent });
        let end = self.nodes(body, state.clone());
        let broken = self.loops.pop().map(|frame| frame.broken).unwrap_or_default();
        let removes = self.outcome.removals.len() > removals;
        if endless {
            return broken;
        }
        let mut after = end;
        after.join(broken);
        if begins_absent && self.start.action == Action::Increment {
            // Counted once a round: how often it is counted down later is not seen.
            after.live = false;
        }
        if !removes || !after.is_reachable() {
            after.join(state);
        }
        after
    }

    fn body(&mut self, at: Pos, runs: Runs, closure: bool, body: &[Node], state: State) -> State {
        match runs {
            Runs::Here | Runs::Perhaps | Runs::UponError => {
                let (task, outer) = self.frames.last().map_or((false, false), |frame| (frame.task, frame.cancellable));
                // An async block in a function that is not async runs somewhere; in a task, as a part of it.
                let cancellable = if closure { outer && runs == Runs::Here } else { outer || !task };
                let removals = self.outcome.removals.len();
                self.error += u32::from(runs == Runs::UponError);
                self.frames.push(Frame { kind: FrameKind::Inner, cancellable, task, returned: State::default() });
                let loops = std::mem::take(&mut self.loops);
                let mut end = self.nodes(body, state.clone());
                self.loops = loops;
                if let Some(frame) = self.frames.pop() {
                    end.join(frame.returned);
                }
                self.error -= u32::from(runs == Runs::UponError);
                let removed = self.outcome.removals.len() > removals;
                if runs == Runs::Perhaps && removed {
                    end.removed();
                } else if runs != Runs::Here {
                    end.join(state);
                }
                end
            }
            Runs::Task | Runs::Lazily => self.apart(at, runs, body, state),
        }
    }

    /// A task, or a future that is returned.
    fn apart(&mut self, at: Pos, runs: Runs, body: &[Node], mut state: State) -> State {
        let is_task = runs == Runs::Task;
        if is_task && state.absent && !state.live && self.contains_removal(body) && !self.contains_start(body) {
            // In a closure, it is spawned when the closure is called.
            if self.frames.iter().all(|frame| frame.kind == FrameKind::Outermost) {
                self.outcome.early_tasks.push(at);
            }
            return state;
        }
        let removals = self.outcome.removals.len();
        let exits = self.outcome.exits.len();
        let mut begin = state.clone();
        if !is_task && state.live {
            begin.awaits.push(Crossing { at, kind: CrossingKind::Lazy });
        }
        self.frames.push(Frame {
            kind: FrameKind::Outermost,
            cancellable: !is_task,
            task: is_task,
            returned: State::default(),
        });
        let loops = std::mem::take(&mut self.loops);
        let end = self.nodes(body, begin);
        self.loops = loops;
        let removed = self.outcome.removals.len() > removals;
        if state.live && !removed {
            // Neither has it to do with the entry.
            self.outcome.exits.truncate(exits);
        } else {
            self.end(&end, at);
        }
        self.frames.pop();
        if state.live && removed {
            state.removed();
        }
        state
    }

    fn contains_removal(&self, nodes: &[Node]) -> bool {
        any(nodes, &mut |node| match node {
            Node::Op(op) => op.which != Which::All && ends(self.start, op.action, &op.place, &op.which),
            Node::Call(call) => self.summaries.of_call(call, self.function).is_some_and(|called| {
                called.effects.iter().any(|effect| {
                    effect.which != Which::All && ends(self.start, effect.action, &effect.place, &effect.which)
                })
            }),
            _ => false,
        })
    }

    fn contains_start(&self, nodes: &[Node]) -> bool {
        any(nodes, &mut |node| match node {
            Node::Op(op) => op.id == self.start.id,
            Node::Call(call) => call.id == self.start.id,
            _ => false,
        })
    }
}

fn any(nodes: &[Node], is: &mut impl FnMut(&Node) -> bool) -> bool {
    nodes.iter().any(|node| {
        is(node)
            || match node {
                Node::Branch { arms, .. } => arms.iter().any(|arm| any(&arm.body, is)),
                Node::Loop { body, .. } | Node::Block { body, .. } | Node::Body { body, .. } => any(body, is),
                _ => false,
            }
    })
}
