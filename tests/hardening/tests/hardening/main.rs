//! One binary, since linking is what a test binary costs. Each module has a topic.

mod exits;
mod floods;
mod guards_elsewhere;
mod load;
mod poisoned;
mod reentrancy;
mod returning;
mod wakers;
