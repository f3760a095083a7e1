//! What flights synchronise with. The models replace this module by a model checker's.

pub(super) use event_listener::{Event, EventListener, Listener};
pub(super) use std::sync::{Arc, OnceLock};
