//! The two routes, and values per route.

use std::ops::{Index, IndexMut};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    ByHand,
    Annotated,
}

impl Route {
    pub(crate) const ALL: [Self; 2] = [Self::ByHand, Self::Annotated];

    /// Returns the name in addresses and listings.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Annotated => "annotated",
        }
    }
}

/// One `T` for each route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PerRoute<T> {
    pub(crate) by_hand: T,
    pub(crate) annotated: T,
}

impl<T> PerRoute<T> {
    pub(crate) fn from_fn(mut of: impl FnMut(Route) -> T) -> Self {
        Self { by_hand: of(Route::ByHand), annotated: of(Route::Annotated) }
    }
}

impl<T> Index<Route> for PerRoute<T> {
    type Output = T;

    fn index(&self, route: Route) -> &T {
        match route {
            Route::ByHand => &self.by_hand,
            Route::Annotated => &self.annotated,
        }
    }
}

impl<T> IndexMut<Route> for PerRoute<T> {
    fn index_mut(&mut self, route: Route) -> &mut T {
        match route {
            Route::ByHand => &mut self.by_hand,
            Route::Annotated => &mut self.annotated,
        }
    }
}
