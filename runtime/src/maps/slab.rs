//! Values at stable indices, with the free places in a list, so that a steady load never grows it.

use std::vec::Vec;

pub(super) struct Slab<T> {
    places: Vec<Place<T>>,
    /// The first free place; `places.len()` if there is none.
    free: usize,
    len: usize,
}

enum Place<T> {
    Full(T),
    /// The next free place.
    Free(usize),
}

impl<T> Slab<T> {
    pub(super) const fn new() -> Self {
        Self { places: Vec::new(), free: 0, len: 0 }
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Ends with the last value, and so at once if there is none.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        let values = self.places.iter().filter_map(|place| match place {
            Place::Full(value) => Some(value),
            Place::Free(_) => None,
        });
        values.take(self.len)
    }

    /// The index stays that of `value` until it is removed.
    pub(super) fn insert(&mut self, value: T) -> usize {
        let index = self.free;
        match self.places.get_mut(index) {
            Some(place) => {
                if let Place::Free(next) = *place {
                    self.free = next;
                }
                *place = Place::Full(value);
            }
            None => {
                self.places.push(Place::Full(value));
                self.free = self.places.len();
            }
        }
        self.len += 1;
        index
    }

    pub(super) fn remove(&mut self, index: usize) -> Option<T> {
        let place = self.places.get_mut(index)?;
        if let Place::Free(_) = place {
            return None;
        }
        let Place::Full(value) = core::mem::replace(place, Place::Free(self.free)) else { return None };
        self.free = index;
        self.len -= 1;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Slab;
    use std::vec::Vec;

    #[test]
    fn indices_are_stable_and_free_places_are_used_again() {
        let mut slab = Slab::new();
        let indices: Vec<_> = (0..4).map(|value| slab.insert(value)).collect();
        assert_eq!(slab.remove(indices[1]), Some(1));
        assert_eq!(slab.remove(indices[2]), Some(2));
        assert_eq!(slab.remove(indices[2]), None);
        let again = [slab.insert(10), slab.insert(11)];
        assert_eq!(again, [indices[2], indices[1]]);
        assert_eq!(slab.insert(12), 4);
        assert_eq!(slab.len(), 5);
        assert_eq!(slab.iter().copied().collect::<Vec<_>>(), [0, 11, 10, 3, 12]);
        assert_eq!(slab.remove(99), None);
    }
}
