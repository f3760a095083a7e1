//! The limit beside a model, and listings over several shards. The tests of the slab and the table stand beside these, as
//! modules of their own files.

mod limit;
mod listing;
