//! The attribute above and below other crates' attributes.

mod boxed_methods;
mod boxed_recursion;
mod conditions;
mod facade;
mod handlers;
mod instruments;
mod responses;
mod runtimes;
mod spans;
mod traced_methods;
