//! Tests of whole expansions.

mod arguments;
mod functions;
mod goldens;
mod harness;
mod runtime_contract;
mod ui_agreement;
