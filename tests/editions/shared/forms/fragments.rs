//! Expression fragments of a `macro_rules!`: each stays one operand, wherever the macro puts it.

use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::{fmt::Debug, sync::LazyLock};

macro_rules! operators {
    ($a:expr, $b:expr) => {
        #[scoped_entry(map = BY_SUM, key = $a * $b, value = -$a)]
        fn in_the_arguments() -> Option<i64> {
            BY_SUM.get(&9)
        }

        #[scoped_entry(map = BY_SUM, key = i64::pow($a * $b, 2), value = { $a * $b })]
        fn deeper_in_the_arguments() -> Option<i64> {
            BY_SUM.get(&81)
        }

        #[scoped_entry(map = BY_SUM, key = 1)]
        fn in_the_body() -> i64 {
            $a * $b
        }

        #[scoped_entry(map = BY_SUM, key = 1)]
        #[scoped_entry(map = BY_SUM, key = 1)]
        fn under_two_attributes() -> i64 {
            $a * $b
        }

        #[scoped_entry(map = BY_SUM, key = 1)]
        fn beside_inner_attributes() -> i64 {
            #![expect(unused_variables, reason = "the attribute is the point")]
            let unused = 0;
            $a * $b
        }
    };
}

static BY_SUM: InflightMap<i64, i64> = InflightMap::new();

operators!(1 + 2, 4 - 1);

#[test]
fn expression_fragments_keep_their_boundaries_in_the_arguments() {
    assert_eq!((in_the_arguments(), deeper_in_the_arguments()), (Some(-3), Some(9)));
}

#[test]
fn expression_fragments_keep_their_boundaries_in_the_body() {
    assert_eq!((in_the_body(), under_two_attributes(), beside_inner_attributes()), (9, 9, 9));
}

macro_rules! closures_and_types {
    ($occupied:expr, $type:ty) => {
        #[scoped_entry(map = UNIQUE, key = 1, value = 5, occupied = $occupied)]
        fn refused(again: bool) -> Result<u64, u64> {
            if again { refused(false) } else { Ok(0) }
        }

        #[scoped_entry(map = BY_SUM, key = 1)]
        fn object(of: &'static $type) -> &'static $type {
            of
        }
    };
}

static UNIQUE: LazyLock<UniqueMap<u64, u64>> = LazyLock::new(UniqueMap::new);

closures_and_types!(|there| return Err(there), dyn Debug + Sync);

#[test]
fn a_whole_right_side_of_occupied_binds_the_existing_value() {
    assert_eq!((refused(false), refused(true)), (Ok(0), Err(5)));
}

#[test]
fn a_type_fragment_is_one_type() {
    assert_eq!(format!("{:?}", object(&7)), "7");
}

#[derive(Debug, PartialEq)]
struct Sized<const N: i32>;

macro_rules! constants {
    ($n:literal, $reference:ty) => {
        #[scoped_entry(map = BY_SUM, key = 1)]
        fn negative() -> Sized<$n> {
            Sized::<$n>
        }

        #[scoped_entry(map = BY_SUM, key = 1)]
        fn referenced(of: $reference) -> $reference {
            of
        }
    };
}

constants!(-1, &str);

#[test]
fn fragments_of_a_signature_mean_what_they_meant() {
    assert_eq!(negative(), Sized::<-1>);
    assert_eq!(referenced("as it was"), "as it was");
}

#[derive(Clone, Debug, PartialEq)]
struct Pair {
    a: i64,
}

macro_rules! structures {
    ($pair:expr, $name:ident $lifetime:lifetime $object:ty) => {
        #[scoped_entry(map = BY_SUM, key = if $pair == (Pair { a: 1 }) { 1 } else { 2 })]
        #[scoped_entry(map = BY_SUM, key = 1)]
        fn compared() -> bool {
            if $pair == (Pair { a: 1 }) { true } else { false }
        }

        #[scoped_entry(map = BY_SUM, key = 1)]
        fn $name<$lifetime>(of: &$lifetime $object) -> Option<&$lifetime $object> {
            let kept = of;
            Some(kept)
        }
    };
}

structures!(Pair { a: 1 }, callback 'a dyn Fn() -> u8 + Send);

#[test]
fn a_structure_is_one_operand_and_a_sum_one_type() {
    assert!(compared());
    assert_eq!(callback(&|| 7).map(|call| call()), Some(7));
}
