//! The corpus, checks that are broken on purpose, and deep nesting.

mod broken;
mod corpus;
mod nesting;
