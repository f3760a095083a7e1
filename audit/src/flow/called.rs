//! What a call of another function does to the entry.

use super::{
    matching::{ends, ends_by_name},
    sim::Sim,
    state::{Crossing, CrossingKind, State},
};
use crate::ir::{Call, Which};

impl Sim<'_> {
    pub(super) fn call(&mut self, call: &Call, mut state: State) -> State {
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
}
