//! Expression fragments of a `macro_rules!`: each stays one operand, wherever the macro puts it.

use scoped_entry::{InflightMap, scoped_entry};

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
