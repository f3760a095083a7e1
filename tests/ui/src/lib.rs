//! What compiles and what is refused, with the compiler's own words.
