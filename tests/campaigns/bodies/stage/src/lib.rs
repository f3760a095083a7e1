//! What the generated functions of `tests/campaigns/bodies` are made of, and what plays them.
//!
//! A body calls `noisy`, `chance`, `wait` and the like; each writes into the log of its thread, and asks the thread's
//! script what happens next. The same script plays a function and its twin without the attribute, and the two logs are
//! compared.

#![allow(missing_docs, reason = "the generated code is the only user")]

mod again;
mod awaits;
mod case;
mod collections;
mod compare;
mod entry;
mod log;
mod noisy;
mod play;
mod report;
mod scene;
mod script;
mod subjects;

pub use again::{Deeper, Late, deeper, descend, drain, here, late, poll_some};
pub use awaits::{Streamed, Wait, Yielder, as_res, boxed, poll_once, stream, wait, wait_n};
pub use case::{Case, Extent, How, Run};
pub use collections::{Entries, Few, Own, OwnShared};
pub use entry::{
    Gauge, InnerGuard, Key, Val, by_hand, fresh, inner, inner_keys, inner_plain, inner_shared, inner_val, is_taken,
    key, no_key, taken, val, waited_key,
};
pub use noisy::{
    Fail, N, Pair, Touch, consume, fail, fail_n, lent, lent_pair, noisy, none_i, none_n, outer, outer_pair, take_out,
    touch, vec_of,
};
pub use play::{Observed, Set, Who};
pub use report::{Report, play_all};
pub use script::{add, boom, chance, go, leaving, note, pick, questioned, unlikely};
pub use subjects::{Anything, Anythings, Held, Subject, hold};

pub use dashmap;
pub use hashbrown;
pub use indexmap;
pub use papaya;
pub use parking_lot;
pub use parking_lot013;
pub use scc;
pub use scoped_entry;

/// The tokens as they came: a body that is nothing but a macro call.
#[macro_export]
macro_rules! as_is {
    ($($body:tt)*) => { $($body)* };
}
