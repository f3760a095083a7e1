//! The synchronisation primitives of flights. The models in `tests` replace this module with a model checker's.

pub(super) use crate::{
    poison::lock,
    wait_list::{WaitList, WaitListener},
};
pub(super) use std::sync::{Arc, Mutex, OnceLock};
