//! A crate of edition 2018 that hands the attribute on, by name and through a macro that writes functions.

/// The runtime crate, for `crate = …`.
pub use scoped_entry;

/// Writes a function whose braces have this crate's edition, whatever the edition of the crate that asks for it.
///
/// Two of them, because a body without statements and one with statements are enclosed in different ways.
#[macro_export]
macro_rules! unless_taken {
    ($vis:vis fn $short:ident, $long:ident($($parameter:ident: $type:ty),*) -> $returned:ty, $map:expr, $key:expr, $otherwise:expr, $tail:expr) => {
        #[$crate::scoped_entry::scoped_entry(
            map = $map,
            key = $key,
            occupied = return $otherwise,
            crate = $crate::scoped_entry
        )]
        $vis fn $short($($parameter: $type),*) -> $returned {
            $tail
        }

        #[$crate::scoped_entry::scoped_entry(
            map = $map,
            key = $key,
            occupied = return $otherwise,
            crate = $crate::scoped_entry
        )]
        $vis fn $long($($parameter: $type),*) -> $returned {
            let ready = true;
            assert!(ready);
            $tail
        }
    };
}
