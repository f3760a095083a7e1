//! Tests of the limit, its reports, and listings over several shards. The tests of the slab and the table are modules
//! of `slab.rs` and `table.rs`, since they use private items.

mod limit;
mod listing;
mod reports;
