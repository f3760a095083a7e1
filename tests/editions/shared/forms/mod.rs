//! The cases that every edition shares, by theme.

mod arguments;
mod bodies;
mod callbacks;
mod carried;
mod carried_by_macros;
mod evaluation;
mod facade;
mod fragments;
mod generics;
mod hygiene;
pub(crate) mod instruments;
mod keys;
mod lazy_returns;
mod macro_rules;
mod maps;
mod named_guard;
mod occupied;
mod parameters;
mod qualifiers;
mod receivers;
mod return_types;
mod returns;
mod sending;
mod several;
mod std_maps;
mod tails;
mod traits;
