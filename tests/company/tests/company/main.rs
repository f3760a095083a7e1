//! The attribute above and below other crates' attributes, and entries in the hands of other crates' servers and tasks.

mod boxed_methods;
mod boxed_recursion;
mod carried;
mod conditions;
mod disconnects;
mod facade;
mod grpc;
mod handlers;
mod handwritten_methods;
mod instruments;
mod responses;
mod runtimes;
mod services;
mod spans;
mod tasks;
mod traced_methods;
