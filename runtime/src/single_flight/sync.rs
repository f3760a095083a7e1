//! What flights synchronise with. The models replace this module by a model checker's.

pub(super) use crate::event::{Event, EventListener};
pub(super) use std::sync::{Arc, OnceLock};
