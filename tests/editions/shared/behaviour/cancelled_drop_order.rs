//! What drops when a future is cancelled: the body's locals and temporaries, then the entry, then the parameters.

use super::{
    maps::*,
    noisy::{Log, Noisy},
    polling::suspended,
    script::Script,
    twins::Observed,
    watchdog::within_deadline,
};
use scoped_entry::scoped_entry;
use std::future::Future;

/// The calls below wait twice.
fn cancelled_at_the_first_point<F: Future<Output = usize>>(call: F) -> usize {
    drop(suspended(call, 1));
    1
}

fn cancelled_at_the_second_point<F: Future<Output = usize>>(call: F) -> usize {
    drop(suspended(call, 2));
    2
}

fn never_polled<F: Future<Output = usize>>(call: F) -> usize {
    drop(call);
    0
}

async fn wait(number: usize) -> usize {
    number + Script::uneventful().pause().await.unwrap_or_default()
}

macro_rules! cancelled_drop_order {
    (
        $map:ident $refused:tt $ignored:tt
        { [$($lowering:tt)*] $asynchrony:tt $wait:tt $run:ident }
    ) => {
        $($lowering)*
        trait Handler {
            async fn handle(&self, first: Noisy, pair: (Noisy, Noisy), last: Noisy) -> usize;
        }

        cancelled_drop_order! { @refused $map [[$($lowering)*] [async] [.await]] }
    };
    (@refused InflightMap $form:tt) => { cancelled_drop_order! { @ends InflightMap [] [] $form } };
    (@refused $map:ident $form:tt) => { cancelled_drop_order! { @ends $map [occupied = return 0] [] $form } };
    (@ends $map:ident $refused:tt $ignored:tt [$($form:tt)*]) => {
        mod at_the_first_point {
            use super::*;
            cancelled_drop_order! {
                @bodies assert_left_in_order $map $refused $ignored { $($form)* cancelled_at_the_first_point }
            }
        }

        mod at_the_second_point {
            use super::*;
            cancelled_drop_order! {
                @bodies assert_left_in_order $map $refused $ignored { $($form)* cancelled_at_the_second_point }
            }
        }

        mod before_the_first_poll {
            use super::*;
            cancelled_drop_order! {
                @bodies assert_never_entered $map $refused $ignored { $($form)* never_polled }
            }
        }
    };
    (@bodies $check:ident $($cell:tt)*) => {
        twins! {
            a_tail: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                wait(wait(self.log.noisy("temporary one").number()).await + self.log.noisy("temporary two").number())
                    .await
            } $check $($cell)*
        }

        twins! {
            statements: (&self, _first: Noisy, _pair: (Noisy, Noisy), _last: Noisy) {
                let _outer = self.log.noisy("local outer");
                let sum = {
                    let inner = self.log.noisy("local inner");
                    wait(inner.number()).await + self.log.noisy("temporary of a local").number()
                };
                wait(self.log.noisy("temporary").number()).await + sum
            } $check $($cell)*
        }

        twins! {
            patterns_of_parameters: (&self, first: Noisy, (left, _right): (Noisy, Noisy), _: Noisy) {
                let first = first.renamed("local first");
                let sum = wait(first.number()).await;
                wait(sum).await + left.number()
            } $check $($cell)*
        }
    };
}

grid! {
    cancelled_drop_order over [asynchronous async_trait]
    and [inflight_map unique_map mutex_hash_map rw_lock_btree_map]
}
