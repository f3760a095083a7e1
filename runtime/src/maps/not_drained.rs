//! The error of a wait for an empty map that timed out.

use super::EntryInfo;
use core::{error::Error, fmt, time::Duration};
use std::vec::Vec;

/// The error that [`blocking_drained`](crate::InflightMap::blocking_drained) returns: the map did not become empty
/// within the timeout.
///
/// Its `Display` text has the number of entries that remain, and the location and age of the oldest ten. It never
/// contains keys or values.
///
/// # Examples
///
/// ```
/// use scoped_entry::InflightMap;
/// use std::time::Duration;
///
/// let uploads = InflightMap::<u64>::new();
/// let guard = uploads.enter(7, ());
/// let stuck = uploads.blocking_drained(Duration::from_millis(1)).unwrap_err();
/// assert_eq!(stuck.len, 1);
/// // "1 entry remains: inserted at src/uploads.rs:5:21, 0.004 s ago"
/// assert!(stuck.to_string().starts_with("1 entry remains: inserted at "));
/// # drop(guard);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NotDrained {
    /// The number of entries that remained when the timeout had passed.
    pub len: usize,
    /// The oldest of these entries, oldest first; at most ten.
    pub oldest: Vec<EntryInfo>,
}

#[cfg(not(target_family = "wasm"))]
impl NotDrained {
    pub(super) const LISTED: usize = 10;
}

impl fmt::Display for NotDrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len {
            1 => f.write_str("1 entry remains")?,
            len => write!(f, "{len} entries remain")?,
        }
        for (nth, EntryInfo { age, location }) in self.oldest.iter().enumerate() {
            let before = if nth == 0 { ": inserted at" } else { "," };
            write!(f, "{before} {location}, {} ago", Rounded(*age))?;
        }
        if self.len > self.oldest.len() {
            f.write_str(", …")?;
        }
        Ok(())
    }
}

impl Error for NotDrained {}

/// Rounded to a millisecond, since the clock is not more exact.
struct Rounded(Duration);

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} s", self.0.as_secs_f64())
    }
}
