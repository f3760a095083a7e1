//! What may stand after `key =` for a key of another type.

use super::instruments::assert_left;
use scoped_entry::{InflightMap, IntoKey, scoped_entry};
use std::{rc::Rc, sync::Arc};

/// A function for each way to pass the key, for a map whose keys are made of `$borrowed`s.
macro_rules! accepts {
    ($($name:ident: $key:ty, $borrowed:ty, $sample:expr;)*) => {$(
        #[test]
        fn $name() {
            #[scoped_entry(map = map, key = key)]
            fn borrowed(map: &InflightMap<$key>, key: &$borrowed) -> bool {
                *map.snapshot()[0].key == *key
            }

            #[scoped_entry(map = map, key = &key)]
            fn twice(map: &InflightMap<$key>, key: &$borrowed) -> bool {
                *map.snapshot()[0].key == *key
            }

            #[scoped_entry(map = map, key = *key)]
            fn dereferenced(map: &InflightMap<$key>, key: &&$borrowed) -> bool {
                *map.snapshot()[0].key == **key
            }

            #[scoped_entry(map = map, key = key.unwrap_or_default())]
            fn value(map: &InflightMap<$key>, key: Option<&$borrowed>) -> bool {
                *map.snapshot()[0].key == *key.unwrap_or_default()
            }

            #[scoped_entry(map = map, key = key)]
            fn owned(map: &InflightMap<$key>, key: $key) -> bool {
                *map.snapshot()[0].key == *key
            }

            #[scoped_entry(map = map, key = key)]
            fn reference(map: &InflightMap<$key>, key: &$key) -> bool {
                *map.snapshot()[0].key == **key
            }

            let (map, sample) = (InflightMap::new(), $sample);
            assert!(borrowed(&map, sample) && twice(&map, sample));
            assert!(dereferenced(&map, &sample) && value(&map, Some(sample)));
            assert!(owned(&map, sample.into()) && reference(&map, &sample.into()));
            assert_left(&map, 6);
        }
    )*};
}

accepts! {
    a_string_key_takes_text: String, str, "text";
    a_boxed_str_key_takes_text: Box<str>, str, "text";
    an_arc_str_key_takes_text: Arc<str>, str, "text";
    an_rc_str_key_takes_text: Rc<str>, str, "text";
    a_vec_key_takes_a_slice: Vec<u8>, [u8], &[1, 2][..];
    a_boxed_slice_key_takes_a_slice: Box<[u8]>, [u8], &[1, 2][..];
    an_arc_slice_key_takes_a_slice: Arc<[u8]>, [u8], &[1, 2][..];
    an_rc_slice_key_takes_a_slice: Rc<[u8]>, [u8], &[1, 2][..];
}

#[test]
fn literals_take_the_type_of_the_key() {
    static TEXTS: InflightMap<String> = InflightMap::new();
    static STATICS: InflightMap<&'static str> = InflightMap::new();
    static BYTES: InflightMap<u8> = InflightMap::new();
    static SIGNED: InflightMap<i64> = InflightMap::new();
    static UNITS: InflightMap<()> = InflightMap::new();

    #[scoped_entry(map = TEXTS, key = "text")]
    fn text() -> usize {
        TEXTS.count("text")
    }

    #[scoped_entry(map = STATICS, key = "text")]
    fn static_text() -> usize {
        STATICS.count(&"text")
    }

    #[scoped_entry(map = STATICS, key = text)]
    fn static_variable(text: &'static str) -> usize {
        STATICS.count(text)
    }

    #[scoped_entry(map = BYTES, key = 255)]
    fn byte() -> usize {
        BYTES.count(&255)
    }

    #[scoped_entry(map = SIGNED, key = -1)]
    fn negative() -> usize {
        SIGNED.count(&-1)
    }

    #[scoped_entry(map = UNITS, key = ())]
    fn unit() -> usize {
        UNITS.count(&())
    }

    assert_eq!((text(), static_text(), static_variable("a")), (1, 1, 1));
    assert_eq!((byte(), negative(), unit()), (1, 1, 1));
    assert_left(&STATICS, 2);
}

#[test]
fn references_are_taken_two_deep() {
    static CALLS: InflightMap<char> = InflightMap::new();

    #[scoped_entry(map = CALLS, key = once)]
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the form is the point")]
    fn place(once: &char) -> usize {
        CALLS.count(once)
    }

    #[scoped_entry(map = CALLS, key = list.iter().max().unwrap())]
    fn value(list: &[char]) -> usize {
        CALLS.count(&'b')
    }

    #[scoped_entry(map = CALLS, key = list.iter().rfind(|c| c.is_uppercase()).unwrap())]
    fn value_twice(list: &[&char]) -> usize {
        CALLS.count(&'B')
    }

    assert_eq!((place(&'a'), value(&['a', 'b']), value_twice(&[&'A', &'B', &'c'])), (1, 1, 1));
    assert_left(&CALLS, 3);
}

#[test]
fn tuples_are_converted_element_by_element() {
    type Nested = (String, (Arc<str>, u8), (Vec<u8>,), char);

    #[scoped_entry(map = map, key = (tenant, (name, 1), (bytes,), 'c'))]
    fn nested(map: &InflightMap<Nested>, tenant: &str, name: &str, bytes: &[u8]) -> bool {
        map.contains_key(&(tenant.into(), (name.into(), 1), (bytes.into(),), 'c'))
    }

    #[scoped_entry(map = map, key = (tenant,))]
    fn single(map: &InflightMap<(String,)>, tenant: &str) -> bool {
        map.contains_key(&(tenant.into(),))
    }

    #[scoped_entry(map = map, key = (a, &a, a + 1, "d", (), b'f', u8::MAX, (a, a)))]
    #[expect(clippy::type_complexity, reason = "the longest tuple that is converted")]
    fn eight(map: &InflightMap<(u64, u64, u64, String, (), u8, u8, (u64, u64))>, a: u64) -> bool {
        map.contains_key(&(a, a, a + 1, "d".into(), (), b'f', 255, (a, a)))
    }

    #[scoped_entry(map = map, key = whole)]
    fn variable(map: &InflightMap<(String, u64)>, whole: (String, u64)) -> bool {
        map.snapshot()[0].key == (whole.0, whole.1)
    }

    #[scoped_entry(map = map, key = std::convert::identity((String::from(tenant), 2)))]
    fn value(map: &InflightMap<(String, u64)>, tenant: &str) -> bool {
        map.contains_key(&(tenant.into(), 2))
    }

    assert!(nested(&InflightMap::new(), "a", "b", b"c"));
    assert!(single(&InflightMap::new(), "a") && eight(&InflightMap::new(), 1));
    assert!(variable(&InflightMap::new(), ("a".into(), 1)) && value(&InflightMap::new(), "a"));
}

#[test]
fn a_type_may_become_a_key_in_its_own_way() {
    struct Request {
        id: u64,
    }

    impl IntoKey<u64> for &Request {
        fn into_key(self) -> u64 {
            self.id
        }
    }

    #[scoped_entry(map = map, key = (request, "a"))]
    #[expect(clippy::needless_pass_by_value, reason = "a place of a type that is not the key's is the point")]
    fn handle(map: &InflightMap<(u64, String)>, request: Request) -> u64 {
        map.snapshot()[0].key.0 + request.id
    }

    assert_eq!(handle(&InflightMap::new(), Request { id: 7 }), 14);
}
