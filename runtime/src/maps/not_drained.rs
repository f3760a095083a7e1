//! The error of a wait that has taken too long.

use super::EntryInfo;
use core::{error::Error, fmt, time::Duration};
use std::vec::Vec;

/// The error of [`blocking_drained`](crate::InflightMap::blocking_drained): the map was not empty in time.
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
/// // "1 entry is still there: made at src/uploads.rs:5:21, 0.004 s ago"
/// assert!(stuck.to_string().starts_with("1 entry is still there: made at "));
/// # drop(guard);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct NotDrained {
    /// How many entries remained when the time was over.
    pub len: usize,
    /// The oldest of them, oldest first; at most ten.
    pub oldest: Vec<EntryInfo>,
}

#[cfg(not(target_family = "wasm"))]
impl NotDrained {
    pub(super) const LISTED: usize = 10;
}

impl fmt::Display for NotDrained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.len {
            1 => f.write_str("1 entry is still there")?,
            len => write!(f, "{len} entries are still there")?,
        }
        for (nth, EntryInfo { age, location }) in self.oldest.iter().enumerate() {
            let before = if nth == 0 { ": made at" } else { "," };
            write!(f, "{before} {location}, {} ago", Rounded(*age))?;
        }
        if self.len > self.oldest.len() {
            f.write_str(", …")?;
        }
        Ok(())
    }
}

impl Error for NotDrained {}

/// To a millisecond: the clock is not more exact.
struct Rounded(Duration);

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} s", self.0.as_secs_f64())
    }
}
