//! A crate that knows the runtime crate by another name only, and writes functions for its own users.

/// What [`counted!`] needs of the runtime crate, wherever it is used.
#[doc(hidden)]
pub mod __runtime {
    pub use renamed::*;
}

/// Writes a function that holds an entry in a map of calls by name, for users who may not know the runtime crate.
#[macro_export]
macro_rules! counted {
    ($(#[$attribute:meta])* $vis:vis fn $name:ident() -> $returned:ty $body:block) => {
        $(#[$attribute])*
        #[$crate::__runtime::scoped_entry(map = $crate::CALLS, key = stringify!($name), crate = $crate::__runtime)]
        $vis fn $name() -> $returned $body
    };
}

/// The calls of the functions that [`counted!`] wrote.
pub static CALLS: renamed::InflightMap<&str> = renamed::InflightMap::new();
