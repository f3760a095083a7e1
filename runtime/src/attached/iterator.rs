//! `Attached` as an iterator.

use super::{Attached, EndOnDrop};
use core::iter::FusedIterator;

impl<G, T> Attached<G, T> {
    /// Advances the inner value, and ends the entry if that yields `None` or panics.
    #[inline]
    fn advance<I>(&mut self, advance: impl FnOnce(&mut T) -> Option<I>) -> Option<I> {
        let end = EndOnDrop(&mut self.guard);
        let item = advance(&mut self.inner);
        if item.is_some() {
            end.keep();
        }
        item
    }
}

impl<G, I: Iterator> Iterator for Attached<G, I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.advance(I::next)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.inner.size_hint()
    }

    // The provided methods build on these two, and iterators often have faster versions of them than repeated `next`.

    #[inline]
    fn nth(&mut self, n: usize) -> Option<I::Item> {
        self.advance(|inner| inner.nth(n))
    }

    #[inline]
    fn fold<B, F>(self, init: B, f: F) -> B
    where
        F: FnMut(B, I::Item) -> B,
    {
        let Self { inner, guard } = self;
        // `fold` drops the iterator; the guard drops after it, even on panic.
        let _guard = guard;
        inner.fold(init, f)
    }
}

impl<G, I: DoubleEndedIterator> DoubleEndedIterator for Attached<G, I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        self.advance(I::next_back)
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<I::Item> {
        self.advance(|inner| inner.nth_back(n))
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
