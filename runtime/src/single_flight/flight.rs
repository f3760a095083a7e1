//! A flight: the turn to lead it, the result that its leader stores for the followers, and their wait for either.

use super::sync::{Arc, Mutex, OnceLock, WaitList, WaitListener, lock};
use crate::maps::UniqueTicket;
use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Poll, Waker, ready},
};

pub(super) struct Flight<T> {
    /// Not set before a leader has a result that it shares. Read without a lock, so that no user's `Clone` runs under
    /// one.
    result: OnceLock<T>,
    state: Mutex<State>,
    over: WaitList,
}

struct State {
    turn: Turn,
    /// The number of followers.
    followers: usize,
    /// The number of calls that wait for a task that runs their body.
    initiators: usize,
    /// Whether later calls with the key do not join this flight.
    is_forgotten: bool,
    /// A task that runs the body for as long as there are followers.
    task: Option<Waker>,
}

enum Turn {
    /// A call leads.
    Taken,
    /// The leader has abandoned the flight, and there were followers. The first call that looks leads.
    Free(FreeTurn),
    /// The flight has no entry in the map any more. Its followers have to join the key again.
    Closed,
}

/// The turn to lead a flight whose last leader has abandoned it.
pub(super) struct FreeTurn {
    /// The entry of the flight, which is in the map all the while.
    pub(super) ticket: UniqueTicket,
    /// Whether the last leader has panicked.
    pub(super) panicked: bool,
}

/// What a call finds that looks at a flight.
pub(super) enum Seen<T> {
    Result(T),
    Turn(FreeTurn),
    Closed,
}

/// What a flight is like at the moment.
#[derive(Clone, Copy)]
pub(super) struct Condition {
    pub(super) followers: usize,
    pub(super) is_forgotten: bool,
}

impl<T> Flight<T> {
    pub(super) fn new() -> Self {
        let state = State { turn: Turn::Taken, followers: 0, initiators: 0, is_forgotten: false, task: None };
        Self { result: OnceLock::new(), state: Mutex::new(state), over: WaitList::new() }
    }

    /// Ends the flight without a result, after its entry was removed. Another call has no effect.
    pub(super) fn close(&self) {
        let followers = {
            let mut state = lock(&self.state);
            state.turn = Turn::Closed;
            state.followers
        };
        if followers > 0 {
            self.over.notify(usize::MAX);
        }
    }

    /// Ends the flight, after its entry was removed, if it has no followers. Returns whether it has.
    pub(super) fn is_followed_or_close(&self) -> bool {
        let mut state = lock(&self.state);
        if state.followers == 0 {
            state.turn = Turn::Closed;
        }
        state.followers > 0
    }

    /// Ends the flight with a result for the followers. Called by the leader, once.
    pub(super) fn share(&self, result: T) {
        drop(self.result.set(result));
        self.over.notify(usize::MAX);
    }

    /// If there are followers, lets one of them or a new call lead, and wakes one. Otherwise returns the entry.
    ///
    /// The turn is not reserved for the follower that is woken, which may never be polled again: the first call that looks
    /// takes it. If the follower is dropped, its notification passes to another one.
    pub(super) fn hand_over<E>(&self, entry: E, turn: impl FnOnce(E) -> FreeTurn) -> Option<E> {
        {
            let mut state = lock(&self.state);
            if state.followers == 0 {
                return Some(entry);
            }
            state.turn = Turn::Free(turn(entry));
        }
        self.over.notify(1);
        None
    }

    pub(super) fn forget(&self) {
        lock(&self.state).is_forgotten = true;
    }

    pub(super) fn condition(&self) -> Condition {
        let state = lock(&self.state);
        Condition { followers: state.followers, is_forgotten: state.is_forgotten }
    }

    /// Counts a call that waits for a task that runs its body, until the result is dropped.
    pub(super) fn initiate(flight: &Arc<Self>) -> Initiator<T> {
        lock(&flight.state).initiators += 1;
        Initiator(Arc::clone(flight))
    }

    /// Returns whether calls wait for the task that runs the body. If so, the task is woken when none does any more.
    pub(super) fn is_wanted(&self, task: &Waker) -> bool {
        let task = task.clone();
        let mut state = lock(&self.state);
        let before = state.task.replace(task);
        let is_wanted = state.is_wanted();
        drop(state);
        // Dropping a waker runs the executor's code.
        drop(before);
        is_wanted
    }
}

/// A call that waits for a task that runs its body.
pub(super) struct Initiator<T>(Arc<Flight<T>>);

impl<T> Drop for Initiator<T> {
    fn drop(&mut self) {
        let task = {
            let mut state = lock(&self.0.state);
            state.initiators -= 1;
            state.unwanted_task()
        };
        if let Some(task) = task {
            task.wake();
        }
    }
}

/// A follower's part of a flight, or that of a call that may become one.
pub(super) struct Following<T> {
    flight: Arc<Flight<T>>,
    /// Whether it is counted.
    is_counted: bool,
    /// `None` unless the follower is waiting.
    over: Option<WaitListener>,
}

impl<T> Following<T> {
    /// Joins a flight that was found in the map: takes its turn if that is free, otherwise follows.
    pub(super) fn join(flight: Arc<Flight<T>>) -> (Self, Option<Seen<()>>) {
        let mut following = Self { flight, is_counted: false, over: None };
        let seen = {
            let mut state = lock(&following.flight.state);
            let seen = state.take_turn();
            if seen.is_none() {
                state.followers += 1;
                following.is_counted = true;
            }
            seen
        };
        (following, seen)
    }

    pub(super) const fn flight(&self) -> &Arc<Flight<T>> {
        &self.flight
    }

    /// Stops following, in order to lead.
    pub(super) fn into_flight(mut self) -> Arc<Flight<T>> {
        // The turn was free, so this returns none.
        _ = self.leave();
        Arc::clone(&self.flight)
    }

    fn look(&self) -> Option<Seen<&T>> {
        if let Some(result) = self.flight.result.get() {
            return Some(Seen::Result(result));
        }
        match lock(&self.flight.state).take_turn()? {
            Seen::Turn(turn) => Some(Seen::Turn(turn)),
            _ => Some(Seen::Closed),
        }
    }

    /// Polls until the flight has a result, or this call has to act.
    pub(super) fn poll_seen(&mut self, context: &mut Context<'_>) -> Poll<Seen<&T>> {
        loop {
            // Not returned from a `match` on it: the borrow would last for the whole loop.
            if self.flight.result.get().is_some() {
                break;
            }
            if let Some(seen) = self.look() {
                return Poll::Ready(match seen {
                    Seen::Turn(turn) => Seen::Turn(turn),
                    Seen::Closed => Seen::Closed,
                    Seen::Result(_) => break,
                });
            }
            match &mut self.over {
                // Then looks again, since the flight may have ended before `listen`.
                None => self.over = Some(self.flight.over.listen()),
                Some(over) => {
                    ready!(Pin::new(over).poll(context));
                    self.over = None;
                }
            }
        }
        Poll::Ready(self.flight.result.get().map_or(Seen::Closed, Seen::Result))
    }

    /// Blocks the thread until the flight has a result, or this call has to act.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn wait_for_seen(&mut self) -> Seen<&T> {
        loop {
            if self.flight.result.get().is_some() {
                break;
            }
            match self.look() {
                Some(Seen::Turn(turn)) => return Seen::Turn(turn),
                Some(Seen::Closed) => return Seen::Closed,
                Some(Seen::Result(_)) => break,
                None => {}
            }
            match self.over.take() {
                None => self.over = Some(self.flight.over.listen()),
                Some(over) => over.wait(),
            }
        }
        self.flight.result.get().map_or(Seen::Closed, Seen::Result)
    }

    /// Stops following. If this was the last follower of a flight whose turn is free, returns the turn: the caller has to
    /// remove the entry, and to close the flight.
    #[must_use]
    pub(super) fn leave(&mut self) -> Option<FreeTurn> {
        // If this listener was notified, it notifies another follower.
        self.over = None;
        if !mem::take(&mut self.is_counted) {
            return None;
        }
        let (turn, task) = {
            let mut state = lock(&self.flight.state);
            state.followers -= 1;
            if state.followers > 0 {
                return None;
            }
            let turn = match state.take_turn() {
                Some(Seen::Turn(turn)) => Some(turn),
                _ => None,
            };
            (turn, state.unwanted_task())
        };
        if let Some(task) = task {
            task.wake();
        }
        turn
    }
}

impl State {
    const fn is_wanted(&self) -> bool {
        self.followers > 0 || self.initiators > 0
    }

    /// Returns the waker of the task that runs the body, if no call waits for it.
    fn unwanted_task(&mut self) -> Option<Waker> {
        if self.is_wanted() { None } else { self.task.take() }
    }

    /// Returns the turn if it is free, and whether the flight is closed. `None` if a call leads.
    fn take_turn(&mut self) -> Option<Seen<()>> {
        match mem::replace(&mut self.turn, Turn::Taken) {
            Turn::Taken => None,
            Turn::Free(turn) => Some(Seen::Turn(turn)),
            Turn::Closed => {
                self.turn = Turn::Closed;
                Some(Seen::Closed)
            }
        }
    }
}
