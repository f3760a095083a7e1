//! Numbers for the locations that insert a shard's entries. There are few locations, and a number takes a quarter of
//! the space of a reference.

use core::{iter, mem, panic::Location, ptr};
use std::boxed::Box;

pub(super) struct CallSites {
    /// A boxed slice, not a `Vec`, since every shard has one and it rarely grows.
    locations: Box<[&'static Location<'static>]>,
}

impl CallSites {
    /// The greatest number.
    pub(super) const LAST: u16 = (1 << 15) - 1;

    pub(super) fn new() -> Self {
        Self { locations: Box::default() }
    }

    /// Returns the number of a location: the same number for the same location. `recent` is the number returned last,
    /// which is likely to be requested again: then O(1), else O(number of locations). It is not a field, since the
    /// shard has room for it elsewhere.
    ///
    /// No realistic program has 32,768 locations that enter one map. If one had, the excess locations would be shown as
    /// the last one.
    #[inline]
    pub(super) fn number_of(&mut self, recent: &mut u16, location: &'static Location<'static>) -> u16 {
        if !self.locations.get(usize::from(*recent)).is_some_and(|recent| ptr::eq(*recent, location)) {
            *recent = self.search(location);
        }
        *recent
    }

    #[cold]
    #[inline(never)]
    fn search(&mut self, location: &'static Location<'static>) -> u16 {
        let found = self.locations.iter().position(|known| ptr::eq(*known, location));
        let number = u16::try_from(found.unwrap_or(self.locations.len())).unwrap_or(Self::LAST).min(Self::LAST);
        if self.locations.len() == usize::from(number) {
            let known = mem::take(&mut self.locations).into_iter();
            self.locations = known.chain(iter::once(location)).collect();
        }
        number
    }

    /// Returns the location with this number.
    pub(super) fn location(&self, number: u16) -> &'static Location<'static> {
        self.locations.get(usize::from(number)).copied().unwrap_or_else(|| Location::caller())
    }
}

#[cfg(test)]
mod tests {
    use super::CallSites;
    use core::panic::Location;

    #[track_caller]
    fn here() -> &'static Location<'static> {
        Location::caller()
    }

    #[test]
    fn a_location_always_has_the_same_number() {
        let (mut sites, mut recent) = (CallSites::new(), 0);
        let [one, two, three] = [here(), here(), here()];
        let order = [one, two, one, three, three, two, one];
        let numbers = order.map(|location| sites.number_of(&mut recent, location));
        assert_eq!(numbers, [0, 1, 0, 2, 2, 1, 0]);
        assert_eq!(numbers.map(|number| sites.location(number)), order);
        assert_eq!(sites.locations.len(), 3);
    }
}
