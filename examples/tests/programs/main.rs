//! Runs the examples and checks their output and exit status.

#![forbid(unsafe_code)]

mod graceful_shutdown;
mod index;
mod inflight_service;
mod observability;
mod one_file;
mod program;
mod small;
mod soak;
