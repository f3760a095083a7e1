//! What tools report of the subject with and without the attribute.

mod coverage;
mod lints;
mod locations;
mod subject;
