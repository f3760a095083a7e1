//! What is iterated over.

use super::{Attached, Turn};
use core::iter::FusedIterator;

impl<G, T> Attached<G, T> {
    /// Asks the inner value for an item; the entry ends if there is none.
    #[inline]
    fn item<I>(&mut self, ask: impl FnOnce(&mut T) -> Option<I>) -> Option<I> {
        let turn = Turn(&mut self.guard);
        let item = ask(&mut self.inner);
        if item.is_some() {
            turn.goes_on();
        }
        item
    }
}

impl<G, I: Iterator> Iterator for Attached<G, I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.item(I::next)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.size_hint()
    }

    // The two that others are made of, and that iterators have better ways for than `next`.

    #[inline]
    fn nth(&mut self, n: usize) -> Option<I::Item> {
        self.item(|inner| inner.nth(n))
    }

    #[inline]
    fn fold<B, F>(self, init: B, f: F) -> B
    where
        F: FnMut(B, I::Item) -> B,
    {
        let Self { inner, guard } = self;
        // The iterator drops in its `fold`, and the guard after it, also if that panics.
        let _guard = guard;
        inner.fold(init, f)
    }
}

impl<G, I: DoubleEndedIterator> DoubleEndedIterator for Attached<G, I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        self.item(I::next_back)
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<I::Item> {
        self.item(|inner| inner.nth_back(n))
    }

    #[inline]
    fn rfold<B, F>(self, init: B, f: F) -> B
    where
        F: FnMut(B, I::Item) -> B,
    {
        let Self { inner, guard } = self;
        let _guard = guard;
        inner.rfold(init, f)
    }
}

impl<G, I: ExactSizeIterator> ExactSizeIterator for Attached<G, I> {
    #[inline]
    fn len(&self) -> usize {
        self.inner.len()
    }
}

impl<G, I: FusedIterator> FusedIterator for Attached<G, I> {}
