//! What of the crate's `watch` the maps name.

use core::{panic::Location, time::Duration};

#[derive(Clone, Copy, Debug)]
pub struct Sighting {
    pub age: Duration,
    pub location: &'static Location<'static>,
}

impl Sighting {
    pub const fn new(age: Duration, location: &'static Location<'static>) -> Self {
        Self { age, location }
    }
}
