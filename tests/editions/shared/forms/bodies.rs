//! Bodies: whatever may stand in one goes on meaning the same.

use super::instruments::{assert_left, pause};
use pollster::block_on;
use scoped_entry::{InflightMap, scoped_entry};

#[test]
#[rustfmt::skip]
fn bodies_of_one_expression() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn empty() {}

    #[scoped_entry(map = CALLS, key = 1)]
    fn negated() -> i64 { -1 }

    #[scoped_entry(map = CALLS, key = 1)]
    fn dereferenced(seen: &mut u64) -> u64 { *seen }

    #[scoped_entry(map = CALLS, key = 1)]
    fn tuple() -> (usize, ()) { (CALLS.len(), ()) }

    #[scoped_entry(map = CALLS, key = 1)]
    fn macro_call() -> Vec<usize> { vec![CALLS.len()] }

    #[scoped_entry(map = CALLS, key = 1)]
    fn macro_call_that_goes_on() -> Box<[usize]> { vec! { CALLS.len() }.into() }

    #[scoped_entry(map = CALLS, key = 1)]
    fn macro_call_that_is_asked() -> Option<usize> { concat! { "1" }.parse::<usize>().ok()?.checked_sub(CALLS.len()) }

    #[scoped_entry(map = CALLS, key = 1)]
    fn unit_macro_call() { assert_eq!(CALLS.len(), 1) }

    #[scoped_entry(map = CALLS, key = 1)]
    fn assignment(seen: &mut usize) { *seen = CALLS.len() }

    #[scoped_entry(map = CALLS, key = 1)]
    fn endless() -> usize { loop { if !CALLS.is_empty() { return CALLS.len() } } }

    #[scoped_entry(map = CALLS, key = 1)]
    fn closure() -> impl Fn(usize) -> usize { |seen| seen + 1 }

    #[scoped_entry(map = CALLS, key = 1)]
    fn range() -> std::ops::Range<usize> { 0..CALLS.len() }

    #[scoped_entry(map = CALLS, key = 1)]
    fn array() -> [usize; 2] { [CALLS.len(); 2] }

    #[scoped_entry(map = CALLS, key = 1)]
    #[expect(clippy::unused_async, reason = "the form is the point")]
    async fn nothing_to_wait_for() -> usize { CALLS.len() }

    #[scoped_entry(map = CALLS, key = 1)]
    async fn awaits() -> usize { pause().await; CALLS.len() }

    empty();
    unit_macro_call();
    let mut seen = 0;
    assignment(&mut seen);
    assert_eq!((negated(), dereferenced(&mut 7), tuple(), macro_call(), seen), (-1, 7, (1, ()), vec![1], 1));
    assert_eq!((endless(), closure()(1), range(), array()), (1, 2, 0..1, [1, 1]));
    assert_eq!((block_on(nothing_to_wait_for()), block_on(awaits())), (1, 1));
    assert_eq!((&*macro_call_that_goes_on(), macro_call_that_is_asked()), (&[1][..], Some(0)));
    assert_left(&CALLS, 15);
}

#[test]
#[rustfmt::skip]
fn bodies_of_blocks_without_semicolons() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn branches(up: bool) -> usize {
        if up { return CALLS.len() }
        match CALLS.len() { 0 => 0, more => more + 1 }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn loops(mut n: usize) -> usize {
        while n < 3 { n += CALLS.len() }
        for _ in 0..2 { n += CALLS.len() }
        'outer: loop { while n > 0 { if n == 5 { break 'outer n } n -= 1 } n = 5 }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn blocks(n: usize) -> usize {
        if n > 0 { return 0 }
        {}
        #[allow(clippy::let_and_return, reason = "an attribute at the tail is the point")]
        { let seen = CALLS.len(); seen }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn labelled(n: usize) -> usize {
        'block: { if n > 0 { break 'block CALLS.len() } 0 }
    }

    #[scoped_entry(map = CALLS, key = 1)]
    #[expect(unsafe_code, reason = "an `unsafe` block is the point")]
    fn unsafe_block(n: *const usize) -> usize {
        // SAFETY: the caller passes a valid pointer.
        unsafe { *n + CALLS.len() }
    }

    assert_eq!((branches(true), branches(false), loops(0), blocks(0), labelled(1)), (1, 2, 5, 1, 1));
    assert_eq!(unsafe_block(&raw const *Box::new(1)), 2);
    assert_left(&CALLS, 6);
}

#[test]
fn items_and_macros_of_the_body() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn handle() -> (usize, u64, &'static str) {
        use inner::two;
        use std::fmt::Write as _;

        mod inner {
            pub(super) fn two() -> u64 {
                2
            }
        }

        macro_rules! len {
            ($map:ident) => {
                $map.len()
            };
        }

        const NAME: &str = "name";

        struct Named(u64);

        impl Named {
            fn get(&self) -> u64 {
                self.0
            }
        }

        let mut text = String::new();
        write!(text, "{}", two()).expect("a string takes anything");
        (len!(CALLS), Named(text.parse().unwrap_or(0)).get(), NAME)
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn items_alone() -> usize {
        fn seen() -> usize {
            CALLS.len()
        }
        seen()
    }

    #[scoped_entry(map = CALLS, key = 1)]
    fn macro_with_braces() -> usize {
        macro_rules! seen {
            ($($map:ident)*) => { $($map.len() +)* 0 };
        }
        seen! { CALLS CALLS }
    }

    assert_eq!((handle(), items_alone(), macro_with_braces()), ((1, 2, "name"), 1, 2));
    assert_left(&CALLS, 3);
}

#[test]
fn closures_of_the_body_and_calls_of_itself() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = left)]
    fn depth(left: u64) -> usize {
        if left == 0 { CALLS.len() } else { depth(left - 1) }
    }

    #[scoped_entry(map = CALLS, key = left)]
    fn depth_again(left: u64) -> usize {
        let below = |left: u64| depth_again(left - 1);
        let mut deepest = CALLS.len();
        let mut note = |seen: usize| deepest = deepest.max(seen);
        if left > 0 {
            note(below(left));
        }
        deepest
    }

    #[scoped_entry(map = CALLS, key = depth)]
    async fn later(depth: u64) -> usize {
        pause().await;
        if depth == 0 { CALLS.len() } else { Box::pin(later(depth - 1)).await }
    }

    assert_eq!((depth(2), depth_again(2), block_on(later(2))), (3, 3, 3));
    assert_left(&CALLS, 9);
}

#[test]
fn reborrows_and_moves_of_the_body() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    struct List {
        items: Vec<u64>,
        next: Option<Box<List>>,
    }

    impl List {
        #[scoped_entry(map = CALLS, key = depth)]
        fn last(&mut self, depth: u64) -> &mut Vec<u64> {
            let Self { items, next } = self;
            match next {
                Some(next) => next.last(depth + 1),
                None => items,
            }
        }

        #[scoped_entry(map = CALLS, key = 0)]
        fn into_items(mut self) -> Vec<u64> {
            let next = self.next.take();
            self.items.extend(next.into_iter().flat_map(|next| next.into_items()));
            self.items
        }
    }

    let next = List { items: vec![], next: None };
    let mut list = List { items: vec![1], next: Some(Box::new(next)) };
    list.last(0).push(CALLS.len() as u64 + 2);
    assert_eq!(list.into_items(), [1, 2]);
    assert_left(&CALLS, 4);
}

#[test]
fn let_else_and_loops_leave_the_body_early() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn first_even(numbers: &[usize]) -> Option<usize> {
        let [first, ..] = numbers else { return None };
        for number in numbers {
            if number % 2 == 0 {
                return Some(number + CALLS.len());
            }
        }
        (*first > 100).then_some(*first)
    }

    assert_eq!([&[][..], &[1, 2], &[101], &[1]].map(first_even), [None, Some(3), Some(101), None]);
    assert_left(&CALLS, 4);
}
