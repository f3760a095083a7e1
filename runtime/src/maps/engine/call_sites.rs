//! Numbers for the places in the source that a shard's entries were made at: there are few of them, and a number is a
//! quarter of a reference.

use core::{iter, mem, panic::Location, ptr};
use std::boxed::Box;

pub(super) struct CallSites {
    /// As small as can be, in every shard; it hardly ever grows.
    locations: Box<[&'static Location<'static>]>,
    /// The one asked for last, which is likely to be asked for again.
    recent: u16,
}

impl CallSites {
    pub(super) fn new() -> Self {
        Self { locations: Box::default(), recent: 0 }
    }

    /// The same number for the same place: after the first time in constant time if no other was asked for meanwhile,
    /// else in as many steps as there are places.
    ///
    /// No program has 65,536 places that enter one map; from there on they would all be told to be the last one.
    #[inline]
    pub(super) fn number_of(&mut self, location: &'static Location<'static>) -> u16 {
        if !self.locations.get(usize::from(self.recent)).is_some_and(|recent| ptr::eq(*recent, location)) {
            self.recent = self.search(location);
        }
        self.recent
    }

    #[cold]
    #[inline(never)]
    fn search(&mut self, location: &'static Location<'static>) -> u16 {
        let found = self.locations.iter().position(|known| ptr::eq(*known, location));
        let number = u16::try_from(found.unwrap_or(self.locations.len())).unwrap_or(u16::MAX);
        if self.locations.len() == usize::from(number) {
            let known = mem::take(&mut self.locations).into_iter();
            self.locations = known.chain(iter::once(location)).collect();
        }
        number
    }

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
    fn a_place_keeps_its_number_whatever_others_are_asked_for() {
        let mut sites = CallSites::new();
        let [one, two, three] = [here(), here(), here()];
        let order = [one, two, one, three, three, two, one];
        let numbers = order.map(|location| sites.number_of(location));
        assert_eq!(numbers, [0, 1, 0, 2, 2, 1, 0]);
        assert_eq!(numbers.map(|number| sites.location(number)), order);
        assert_eq!(sites.locations.len(), 3);
    }
}
