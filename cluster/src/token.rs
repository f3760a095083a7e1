//! The token of a claim: who may renew and delete its key.

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::{BuildHasher, Hasher},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Identifies one claim of one process. As text it always has 32 characters, so that no token is the prefix
/// of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Token {
    process: u64,
    claim: u64,
}

impl Token {
    #[cfg(feature = "redis")]
    pub(crate) const LEN: usize = 32;

    pub(crate) fn new() -> Self {
        static PROCESS: LazyLock<u64> = LazyLock::new(random);
        static CLAIMS: AtomicU64 = AtomicU64::new(0);
        // Relaxed: the count is unique by being one modification, and publishes nothing.
        Self { process: *PROCESS, claim: CLAIMS.fetch_add(1, Ordering::Relaxed) }
    }

    #[cfg(feature = "redis")]
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        let text = str::from_utf8(text.get(..Self::LEN)?).ok()?;
        let number = |range| u64::from_str_radix(text.get(range)?, 16).ok();
        Some(Self { process: number(0..16)?, claim: number(16..32)? })
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}", self.process, self.claim)
    }
}

/// A random number: std seeds each process's hashers by the operating system.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
