//! A package for `tests/`: an allocator that counts is that of a whole program.
