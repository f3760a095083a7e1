//! How an entry fares through branches, loops, closures, tasks and futures.

use super::{
    matching::ends,
    sim::{Frame, FrameKind, LoopFrame, Sim},
    state::{Crossing, CrossingKind, State},
};
use crate::ir::{About, Action, Arm, Key, Node, Pos, Runs, Which};

impl Sim<'_> {
    pub(super) fn branch(&mut self, at: Pos, condition: &Key, about: About, arms: &[Arm], state: State) -> State {
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

    pub(super) fn loop_(&mut self, label: Option<&String>, endless: bool, body: &[Node], state: State) -> State {
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

    pub(super) fn body(&mut self, at: Pos, runs: Runs, closure: bool, body: &[Node], state: State) -> State {
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
