//! What exporters and dashboards see of maps: their names, their numbers, their oldest entries, never their keys.

mod registry;
mod watched;

pub use registry::Registry;
pub use watched::{Sighting, Watched};
