//! The synchronisation primitives of flights. The models in `tests` replace this module with a model checker's.

pub(super) use crate::wait_list::{WaitList, WaitListener};
pub(super) use std::sync::{Arc, OnceLock};
