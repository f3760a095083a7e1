//! The package is its tests:
//!
//! ```text
//! supported   every supported map keeps the promises of the suite
//! calls       every supported map under annotated functions: exits, the existing value, the known deadlocks
//! own         a user's maps: of fixed types, with shared keys, with identity
//! broken      the suite finds each kind of broken map, and says what is wrong
//! ```
