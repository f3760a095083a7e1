//! What the tests and the programs share: keys and values whose code panics, and a load that uses the maps with them.

pub mod census;
pub mod hostile;
pub mod load;
pub mod mishap;
pub mod watchdog;
