//! What drops when: the temporaries of the tail and the locals, then the entry, then the parameters.
//!
//! Every body is compared with a twin that has no attribute.

use super::{
    deliberate::deliberate,
    maps::*,
    noisy::{Log, Noisy},
    polling::{block_on, returned},
    twins::Observed,
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

macro_rules! drop_order {
    (
        $map:ident $refused:tt $ignored:tt
        { [$($lowering:tt)*] [$($asynchrony:tt)*] $wait:tt $run:ident }
    ) => {
        $($lowering)*
        trait Handler {
            $($asynchrony)* fn handle(&self, first: Noisy, pair: (Noisy, Noisy), last: Noisy) -> usize;
        }

        drop_order! {
            @bodies $map [occupied = return 0] []
            { [$($lowering)*] [$($asynchrony)*] $wait $run }
        }
    };
    (@bodies InflightMap $refused:tt $($cell:tt)*) => { drop_order! { @each InflightMap [] $($cell)* } };
    (@bodies $($cell:tt)*) => { drop_order! { @each $($cell)* } };
    (@each $($cell:tt)*) => {
        twins! {
            a_tail: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                self.log.noisy("temporary").number()
            } assert_left_in_order $($cell)*
        }

        twins! {
            a_tail_after_statements: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                let _one = self.log.noisy("local one");
                let two = self.log.noisy("local two");
                self.log.noisy("temporary one").number() + self.log.noisy("temporary two").number() + two.number()
            } assert_left_in_order $($cell)*
        }

        twins! {
            a_match: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                match self.log.noisy("temporary").some() {
                    Some(noisy) => {
                        let _local = self.log.noisy("local");
                        noisy.number()
                    }
                    None => 0,
                }
            } assert_left_in_order $($cell)*
        }

        twins! {
            an_if_let_after_statements: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                let outer = self.log.noisy("local outer");
                if let Some(noisy) = self.log.noisy("temporary").some() {
                    let _inner = self.log.noisy("local inner");
                    noisy.number() + outer.number()
                } else {
                    0
                }
            } assert_left_in_order $($cell)*
        }

        twins! {
            patterns_of_parameters: (&self, _: Noisy, (left, _right): (Noisy, Noisy), mut last: Noisy) {
                let _local = self.log.noisy("local");
                last.rename("parameter renamed");
                left.number() + last.number() + self.log.noisy("temporary").number()
            } assert_left_in_order $($cell)*
        }

        // Of what a pattern discards, `#[async_trait]` drops some before the body: that is its own affair.
        twins! {
            discarded_parts_of_parameters: (&self, _: Noisy, (left, _): (Noisy, Noisy), _: Noisy) {
                let local = self.log.noisy("local");
                left.number() + local.number() + self.log.noisy("temporary").number()
            } assert_left_as_its_twin $($cell)*
        }

        twins! {
            moved_parameters: (&self, first: Noisy, (_left, right): (Noisy, Noisy), _last: Noisy) {
                let first = first.renamed("local first");
                drop(right.renamed("local right"));
                first.number() + self.log.noisy("temporary").number()
            } assert_left_in_order $($cell)*
        }

        twins! {
            an_early_return: (&self, first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                let _outer = self.log.noisy("local outer");
                for _ in 0..1 {
                    let _inner = self.log.noisy("local inner");
                    if first.number() > 0 {
                        return self.log.noisy("temporary").number();
                    }
                }
                0
            } assert_left_in_order $($cell)*
        }

        twins! {
            a_panic: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                let _outer = self.log.noisy("local outer");
                {
                    let _inner = self.log.noisy("local inner");
                    self.log.noisy("temporary").number() + deliberate::<usize>()
                }
            } assert_left_in_order $($cell)*
        }

        twins! {
            a_panic_without_statements: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                self.log.noisy("temporary").number() + deliberate::<usize>()
            } assert_left_in_order $($cell)*
        }
    };
}

grid! {
    drop_order over [sync asynchronous async_trait] and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
