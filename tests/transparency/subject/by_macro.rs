//! Functions that a `macro_rules!` makes.

#[cfg(feature = "annotated")]
use scoped_entry::scoped_entry;

macro_rules! handlers {
    ($(fn $name:ident($key:ident: $type:ty, $map:expr) $body:block)*) => {$(
        #[cfg_attr(feature = "annotated", scoped_entry(map = $map, key = $key))]
        pub fn $name($key: $type) -> u64 $body
    )*};
}

handlers! {
    fn by_block(id: u64, crate::CALLS) { id + 1 }
    fn by_block_with_statements(id: u64, crate::CALLS) {
        let mut doubled = id * 2;
        return doubled + 1;
    }
    fn third(id: u64, crate::CALLS) { id }
}

macro_rules! written_inside {
    ($name:ident, $map:expr, $key:expr) => {
        #[cfg_attr(feature = "annotated", scoped_entry(map = $map, key = $key))]
        pub fn $name(extra: u64) -> u64 {
            let unused = extra;
            let sum = extra + $key;
            sum * 2
        }
    };
}

written_inside!(with_expressions, crate::CALLS, 7);
