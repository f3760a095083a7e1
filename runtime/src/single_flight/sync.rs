//! What flights synchronise with. The models replace this module by a model checker's.

pub(super) use crate::wait_list::{WaitList, WaitListener};
pub(super) use std::sync::{Arc, OnceLock};
