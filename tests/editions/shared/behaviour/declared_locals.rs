//! Locals that a macro declares, in a body that shows no `;`: they drop where they do without the attribute.

use super::{
    maps::*,
    noisy::{Log, Noisy},
    polling::{block_on, returned},
    twins::Observed,
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;

/// Declares a local without a `;` in sight.
macro_rules! declare {
    ($local:ident = $value:expr) => {
        let $local = $value;
    };
}

/// Is all of a body: locals and a tail.
macro_rules! number {
    ($log:expr) => {
        let local = $log.noisy("local");
        $log.noisy("temporary").number() + local.number()
    };
}

macro_rules! declared_locals {
    (
        $map:ident $refused:tt $ignored:tt
        { [$($lowering:tt)*] [$($asynchrony:tt)*] $wait:tt $run:ident }
    ) => {
        $($lowering)*
        trait Handler {
            $($asynchrony)* fn handle(&self, first: Noisy, pair: (Noisy, Noisy), last: Noisy) -> usize;
        }

        twins! {
            a_declared_local: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                declare! { local = self.log.noisy("local") }
                self.log.noisy("temporary").number() + local.number()
            } assert_left_in_order $map [] []
            { [$($lowering)*] [$($asynchrony)*] $wait $run }
        }

        twins! {
            a_body_of_one_macro_call: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                number! { self.log }
            } assert_left_in_order $map [] []
            { [$($lowering)*] [$($asynchrony)*] $wait $run }
        }
    };
}

grid! { declared_locals over [sync asynchronous async_trait] and [inflight_map] }
