//! What functions return: every value arrives, with the type's expectations reaching the tail expression.

use super::instruments::assert_left;
use scoped_entry::{InflightMap, scoped_entry};
use std::{
    borrow::Cow, collections::BTreeMap, convert::Infallible, error::Error, fmt::Debug, num::ParseIntError,
    ops::ControlFlow, sync::Arc,
};

#[test]
fn a_closure_over_references_is_returned_from_the_tail() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn shorter_than(len: usize) -> impl Fn(&str) -> bool {
        move |text| text.len() < len
    }

    #[scoped_entry(map = CALLS, key = 2)]
    fn after_statements<T>(of: impl Fn(&T) -> &str) -> impl Fn(&T) -> usize {
        let seen = CALLS.count(&2);
        move |item| of(item).len() * seen
    }

    #[scoped_entry(map = CALLS, key = 3)]
    fn two() -> (impl Fn(&u8) -> u8, impl for<'a> Fn(&'a str) -> &'a str) {
        (|byte| *byte, |text| &text[1..])
    }

    assert!(shorter_than(3)("ab"));
    let of: fn(&String) -> &str = |text| text;
    assert_eq!(after_statements(of)(&String::from("abc")), 3);
    let (byte, text) = two();
    assert_eq!((byte(&1), text("abc")), (1, "bc"));
    assert_left(&CALLS, 3);
}

#[test]
fn a_closure_is_coerced_to_a_box_and_to_a_function_pointer() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn boxed<'a>(prefix: &'a str) -> Box<dyn for<'t> Fn(&'t str) -> &'t str + 'a> {
        Box::new(move |text| text.trim_start_matches(prefix))
    }

    #[scoped_entry(map = CALLS, key = 2)]
    fn pointer(up: bool) -> fn(&str) -> String {
        if up { |text| text.to_uppercase() } else { |text| text.to_lowercase() }
    }

    #[scoped_entry(map = CALLS, key = 3)]
    fn all() -> [Box<dyn Fn(u64) -> u64>; 2] {
        let one = 1;
        [Box::new(move |n| n + one), Box::new(|n| n * 2)]
    }

    assert_eq!(boxed("a")("ab"), "b");
    assert_eq!(pointer(true)("a"), "A");
    assert_eq!(all().iter().fold(1, |n, f| f(n)), 4);
    assert_left(&CALLS, 3);
}

#[test]
fn a_value_is_unsized_at_the_tail() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn slice(four: &[u8; 4]) -> &[u8] {
        four
    }

    #[scoped_entry(map = CALLS, key = 2)]
    fn object(text: &str) -> Result<Box<dyn Debug>, Arc<dyn Error + Send + Sync>> {
        match text.parse::<u8>() {
            Ok(number) => Ok(Box::new(number)),
            Err(error) => Err(Arc::new(error)),
        }
    }

    #[scoped_entry(map = CALLS, key = 3)]
    fn reference<'a>(text: &'a String) -> &'a (dyn Debug + 'a) {
        let _one_statement = text.len();
        text
    }

    assert_eq!(slice(&[1, 2, 3, 4]).len(), 4);
    assert_eq!(format!("{:?}", object("7").ok()), "Some(7)");
    assert!(object("x").is_err());
    assert_eq!(format!("{:?}", reference(&"a".into())), "\"a\"");
    assert_left(&CALLS, 4);
}

#[test]
fn the_return_type_drives_inference() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn literal() -> u8 {
        255
    }

    #[scoped_entry(map = CALLS, key = 2)]
    fn collected(text: &str) -> Result<BTreeMap<usize, char>, ParseIntError> {
        text.char_indices().map(|(at, c)| c.to_string().parse::<u8>().map(|_| (at, c))).collect()
    }

    #[scoped_entry(map = CALLS, key = 3)]
    fn defaulted<T: Default>() -> (T, Vec<T>) {
        let rest = Vec::default();
        (Default::default(), rest)
    }

    #[scoped_entry(map = CALLS, key = 4)]
    fn converted(text: &str) -> Result<Arc<str>, Box<dyn Error>> {
        if text.is_empty() {
            return Err("empty".into());
        }
        Ok(text.into())
    }

    assert_eq!(literal(), 255);
    assert_eq!(collected("12").map(|digits| digits.len()), Ok(2));
    assert_eq!(defaulted::<u16>(), (0, vec![]));
    assert_eq!(converted("a").unwrap().len(), 1);
    assert_eq!(converted("").unwrap_err().to_string(), "empty");
    assert_left(&CALLS, 5);
}

#[test]
fn every_way_out_ends_the_entry_and_keeps_its_value() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    fn handle(text: &str) -> Result<u8, ParseIntError> {
        if text == "early" {
            return Ok(0);
        }
        let parsed: u8 = text.parse()?;
        Ok(parsed + u8::from(CALLS.contains_key(&1)))
    }

    assert_eq!(handle("early"), Ok(0));
    assert_eq!(handle("7"), Ok(8));
    assert!(handle("seven").is_err());
    assert_left(&CALLS, 3);
}

#[test]
fn borrows_and_less_common_types_are_returned() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    struct Holder {
        items: Vec<u64>,
    }

    impl Holder {
        #[scoped_entry(map = CALLS, key = 1)]
        fn first(&mut self) -> Option<&mut u64> {
            self.items.first_mut()
        }

        #[scoped_entry(map = CALLS, key = 2)]
        fn iter(&self) -> impl DoubleEndedIterator<Item = &u64> + '_ {
            self.items.iter()
        }

        #[scoped_entry(map = CALLS, key = 3)]
        fn cow<'a>(&'a self, other: &'a [u64]) -> Cow<'a, [u64]> {
            if self.items.is_empty() { other.into() } else { Cow::Owned(self.items.clone()) }
        }

        #[scoped_entry(map = CALLS, key = 4)]
        fn boxed(self: Box<Self>) -> Box<Self> {
            self
        }

        #[scoped_entry(map = CALLS, key = 5)]
        fn control(&self) -> ControlFlow<&u64, ()> {
            self.items
                .iter()
                .try_for_each(|item| if *item == 2 { ControlFlow::Break(item) } else { ControlFlow::Continue(()) })
        }
    }

    let mut holder = Box::new(Holder { items: vec![1, 2] }).boxed();
    *holder.first().unwrap() += 4;
    assert_eq!(holder.iter().rev().collect::<Vec<_>>(), [&2, &5]);
    assert_eq!(*holder.cow(&[]), [5, 2]);
    assert_eq!(holder.control(), ControlFlow::Break(&2));
    assert_left(&CALLS, 5);
}

#[test]
fn nothing_and_what_cannot_be_are_returned() {
    static CALLS: InflightMap<u64> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = 1)]
    #[expect(clippy::unused_unit, reason = "the form is the point")]
    fn unit() -> () {
        assert_eq!(CALLS.len(), 1);
    }

    #[scoped_entry(map = CALLS, key = 2)]
    fn infallible(text: &str) -> Result<usize, Infallible> {
        let owned: String = text.parse()?;
        Ok(owned.len() + CALLS.len())
    }

    #[scoped_entry(map = CALLS, key = 3)]
    fn never(message: &str) -> ! {
        panic!("{}, {} in flight", message, CALLS.len())
    }

    #[scoped_entry(map = CALLS, key = 4)]
    fn never_after_statements() -> ! {
        let seen = CALLS.len();
        std::panic::panic_any(seen);
    }

    unit();
    assert_eq!(infallible("a"), Ok(2));
    let panic = std::panic::catch_unwind(|| never("over")).unwrap_err();
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "over, 1 in flight");
    let panic = std::panic::catch_unwind(|| never_after_statements()).unwrap_err();
    assert_eq!(panic.downcast_ref::<usize>(), Some(&1));
    assert_left(&CALLS, 4);
}
