//! Functions that return a future and are written by a macro, or annotated in unusual ways.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry as tracked};
use std::{
    future::{Future, ready},
    panic::Location,
    pin::Pin,
};

macro_rules! handlers {
    ($($(#[$attribute:meta])* fn $name:ident($key:ident: $type:ty, $map:expr) -> $returned:ty $body:block)*) => {$(
        $(#[$attribute])*
        #[scoped_entry::scoped_entry(map = $map, key = $key)]
        fn $name($key: $type) -> $returned $body
    )*};
}

static CALLS: InflightMap<u64> = InflightMap::new();

handlers! {
    fn opaque(id: u64, CALLS) -> impl Future<Output = usize> { async move { CALLS.count(&id) } }

    fn boxed(id: u64, CALLS) -> Pin<Box<dyn Future<Output = usize> + Send>> {
        if id == 0 {
            return Box::pin(ready(CALLS.count(&id)));
        }
        Box::pin(async move {
            pause().await;
            CALLS.count(&id)
        })
    }

    #[scoped_entry::scoped_entry(map = CALLS, key = id + 100)]
    fn twice(id: u64, CALLS) -> Pin<Box<dyn Future<Output = usize> + Send>> {
        Box::pin(ready(CALLS.count(&id) + CALLS.count(&(id + 100))))
    }
}

#[test]
fn fragments_of_a_macro_carry() {
    assert_eq!(block_on(opaque(1)), 1);
    assert_eq!((block_on(boxed(0)), block_on(boxed(1))), (1, 1));
    let future = twice(2);
    assert_eq!(block_on(future), 2);
    drop((opaque(1), boxed(0), boxed(1), twice(2)));
    assert!(CALLS.is_empty());
}

#[test]
fn attributes_that_do_not_find_each_other_all_carry() {
    static FOUND: InflightMap<u64> = InflightMap::new();

    #[cfg_attr(not(any()), tracked(map = FOUND, key = 1))]
    #[cfg_attr(not(any()), tracked(map = FOUND, key = 2))]
    #[cfg_attr(any(), tracked(map = FOUND, key = 3))]
    fn literal() -> impl Future<Output = usize> {
        async move { FOUND.len() }
    }

    #[tracked(map = FOUND, key = 1)]
    #[tracked(map = FOUND, key = 2)]
    fn early(early: bool) -> Pin<Box<dyn Future<Output = usize>>> {
        if early {
            return Box::pin(ready(FOUND.len()));
        }
        Box::pin(async move { FOUND.len() })
    }

    assert_eq!((block_on(literal()), block_on(early(true)), block_on(early(false))), (2, 2, 2));
    drop((literal(), early(true), early(false)));
    assert_left(&FOUND, 12);
}

#[test]
fn a_tracked_caller_stays_the_caller() {
    #[tracked(map = CALLS, key = 3)]
    #[track_caller]
    fn literal() -> impl Future<Output = u32> {
        let line = Location::caller().line();
        async move { line }
    }

    #[tracked(map = CALLS, key = 3)]
    #[track_caller]
    fn attached() -> Pin<Box<dyn Future<Output = u32>>> {
        Box::pin(ready(Location::caller().line()))
    }

    let line = line!();
    assert_eq!(block_on(literal()), line + 1);
    assert_eq!(block_on(attached()), line + 2);
}

#[test]
fn an_opaque_parameter_goes_into_the_opaque_result() {
    #[tracked(map = CALLS, key = 4)]
    fn followed<F: Future<Output = usize>>(first: F, then: impl Fn(usize) -> usize) -> impl Future<Output = usize> {
        async move { then(first.await) }
    }

    #[tracked(map = CALLS, key = 5)]
    fn boxed<'a>(first: impl Future<Output = usize> + 'a, skip: bool) -> Pin<Box<dyn Future<Output = usize> + 'a>> {
        if skip {
            return Box::pin(ready(0));
        }
        Box::pin(first)
    }

    assert_eq!(block_on(followed(ready(3), |number| number + 1)), 4);
    assert_eq!((block_on(boxed(ready(3), true)), block_on(boxed(ready(3), false))), (0, 3));
}

#[test]
fn an_unsafe_function_carries() {
    /// # Safety
    ///
    /// None is needed.
    #[tracked(map = CALLS, key = 6)]
    #[expect(unsafe_code, reason = "it is the point")]
    unsafe fn handle(skip: bool) -> Pin<Box<dyn Future<Output = usize>>> {
        if skip {
            return Box::pin(ready(0));
        }
        Box::pin(async move { CALLS.count(&6) })
    }

    #[expect(unsafe_code, reason = "it is the point")]
    // SAFETY: the function asks for nothing.
    let futures = unsafe { (handle(true), handle(false)) };
    assert_eq!((block_on(futures.0), block_on(futures.1)), (0, 1));
}
