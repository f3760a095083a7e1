//! Reading the entries of all shards, one part of a shard after another.
//!
//! A shard is locked for a part and not for all of its entries, so that no call waits for a query of a large map. An
//! entry that is present throughout is read nevertheless: it stays in its part, or the shard is read again.

use super::{
    core::{Contents, MapCore},
    spin_lock::give_way,
};

/// The part that is read.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(crate) shard: usize,
    pub(crate) number: usize,
    /// Whether the shard is read again, from its first part, because its entries have moved.
    pub(crate) is_again: bool,
}

/// How often a shard is read again with the lock released between parts. Then it is read under one lock.
const AGAIN: u32 = 3;

impl<C: Contents> MapCore<C> {
    /// Calls `read` with one part of a shard after another, under the shard's lock. Holds a lock for `parts_per_lock`
    /// parts, and calls `between` whenever it holds none, until `read` returns false.
    pub(crate) fn read_parts<S>(
        &self,
        parts_per_lock: usize,
        state: &mut S,
        mut read: impl FnMut(&mut S, &C, Part) -> bool,
        mut between: impl FnMut(&mut S),
    ) {
        let Some(shards) = self.shards.get() else { return };
        for shard in 0..shards.count() {
            let mut part = Part { shard, number: 0, is_again: false };
            let mut layout = None;
            let mut again = 0;
            loop {
                let mut locked = shards.lock_shard(shard);
                let contents = locked.contents();
                let now = contents.layout();
                if layout.is_some_and(|before| before != now) {
                    again += 1;
                    part = Part { shard, number: 0, is_again: true };
                }
                layout = Some(now);
                let parts = contents.parts();
                let until = if again < AGAIN { part.number.saturating_add(parts_per_lock).min(parts) } else { parts };
                while part.number < until {
                    if !read(state, contents, part) {
                        return;
                    }
                    part.number += 1;
                }
                drop(locked);
                between(state);
                if part.number >= parts {
                    break;
                }
                give_way();
            }
        }
    }

    /// Calls `read` with each part of each shard, under the shard's lock.
    pub(crate) fn for_each_part(&self, mut read: impl FnMut(&C, Part)) {
        self.read_parts(
            1,
            &mut (),
            |(), contents, part| {
                read(contents, part);
                true
            },
            |()| {},
        );
    }

    /// Returns whether `predicate` holds for a part of a shard. Locks one shard after another, until it does.
    pub(crate) fn any_part(&self, mut predicate: impl FnMut(&C, Part) -> bool) -> bool {
        let mut found = false;
        self.read_parts(
            1,
            &mut found,
            |found, contents, part| {
                *found = predicate(contents, part);
                !*found
            },
            |_| {},
        );
        found
    }
}
