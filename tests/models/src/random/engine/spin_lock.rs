//! The checker's lock in place of the spin lock, which has models of its own.

pub(crate) use super::sync::lock;
