//! Entries that begin in a block.

use crate::Service;
#[cfg(feature = "annotated")]
use scoped_entry::enter;

impl Service {
    pub fn entered(&self, id: u64) -> u64 {
        #[cfg(feature = "annotated")]
        enter!(map = self.calls, key = id);
        #[cfg(feature = "annotated")]
        enter!(map = self.unique, key = "name", value = 1, occupied = return 0);
        let sum = self.handled + id;
        sum * 2
    }
}
