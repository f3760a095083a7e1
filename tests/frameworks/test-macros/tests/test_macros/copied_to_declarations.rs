//! easy-ext's `#[ext]` copies a method's attributes to the declaration in the trait, which has no body, and mockall's
//! `#[automock]` those of a default method to a field of the mock. Nothing can stand above either: they are on the impl and
//! on the trait. `enter!` in the body works with both, and so does the attribute on the impls of a trait that is mocked.

use common::{Calls, assert_ended};
use easy_ext::ext;
use mockall::automock;
use scoped_entry::{InflightMap, enter, scoped_entry};

static EXTENDED: Calls = InflightMap::new();

#[ext]
impl u64 {
    fn load(self) -> (u64, usize) {
        enter!(map = EXTENDED, key = "ext");
        (self, EXTENDED.len())
    }
}

#[test]
fn the_statement_works_in_an_extension_method() {
    assert_eq!(7.load(), (7, 1));
    assert_ended(&EXTENDED, 1);
}

static LOADED: Calls = InflightMap::new();
static SAVED: Calls = InflightMap::new();

#[automock]
trait Store {
    fn load(&self, id: u64) -> usize;

    fn save(&self, id: u64) -> usize {
        enter!(map = SAVED, key = if id == 0 { "nothing" } else { "something" });
        SAVED.len()
    }
}

struct Files;

impl Store for Files {
    #[scoped_entry(map = LOADED, key = "load")]
    fn load(&self, _id: u64) -> usize {
        LOADED.len()
    }
}

#[test]
fn the_methods_of_a_trait_that_is_mocked_have_their_entries_and_those_of_the_mock_have_none() {
    assert_eq!((Files.load(7), Files.save(7)), (1, 1));
    let mut mock = MockStore::new();
    mock.expect_load().return_const(2_usize);
    mock.expect_save().return_const(2_usize);
    assert_eq!((mock.load(7), mock.save(7)), (2, 2));
    assert_ended(&LOADED, 1);
    assert_ended(&SAVED, 1);
}
