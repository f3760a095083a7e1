//! Attributes that copy or move those below them: `#[rstest]` and `#[test_case]` to each test that they make, easy-ext's
//! `#[ext]` to the declaration in the trait, mockall's `#[automock]` to a field of the mock.

mod copied_to_declarations;
mod copied_to_tests;
