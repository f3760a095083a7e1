//! No code of its own: a place for the tests.
