//! Functions of many kinds, with something for the lints to find in many of them.
//!
//! The attributes are there with the feature `annotated` only; what is reported has to be the same either way. So each
//! body uses what its attribute uses.

mod asynchronous;
mod by_macro;
mod findings;
mod forms;
mod one_macro_call;

use scoped_entry::{InflightMap, UniqueMap};

pub static CALLS: InflightMap<u64> = InflightMap::new();
pub static NAMES: InflightMap<String> = InflightMap::new();

#[derive(Default)]
pub struct Service {
    pub calls: InflightMap<u64>,
    pub unique: UniqueMap<String, u64>,
    pub pairs: InflightMap<(String, u64)>,
    pub handled: u64,
}
