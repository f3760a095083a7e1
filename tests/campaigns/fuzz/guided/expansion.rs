//! The property of `scoped-entry-fuzz` under libFuzzer: run it by `tests/campaigns/fuzz/guided/run`.

#![no_main]

use fastrand::Rng;
use libfuzzer_sys::{Corpus, fuzz_crossover, fuzz_mutator, fuzz_target, fuzzer_mutate};
use scoped_entry_fuzz::{OURS, mutation, property::check, seeds::Seeds, tally::Tally};
use std::{
    sync::{LazyLock, Mutex, PoisonError},
    time::Instant,
};

static SEEDS: LazyLock<Seeds> = LazyLock::new(|| Seeds::load().expect("the repository's sources are there"));
static TALLY: LazyLock<Mutex<Tally>> = LazyLock::new(Mutex::default);

/// How many inputs there are between two reports.
const REPORT: u64 = 1 << 18;

fuzz_target!(|text: &[u8]| -> Corpus {
    let Ok(text) = str::from_utf8(text) else { return Corpus::Reject };
    let started = Instant::now();
    let outcome =
        check(&OURS, text).unwrap_or_else(|violation| panic!("broken promise: {violation}\n\ninput:\n{text}"));
    let mut tally = TALLY.lock().unwrap_or_else(PoisonError::into_inner);
    tally.add(text, outcome.as_ref(), started.elapsed());
    if outcome.is_some() && tally.inputs().is_multiple_of(REPORT) {
        eprintln!("{tally}");
    }
    if outcome.is_some() { Corpus::Keep } else { Corpus::Reject }
});

// Of tokens mostly, and now and then of bytes, as libFuzzer has it.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut rng = Rng::with_seed(u64::from(seed));
    let text = String::from_utf8_lossy(&data[..size]).into_owned();
    let mutated = match rng.u8(..32) {
        0 => return fuzzer_mutate(data, size, max_size),
        1 => mutation::input(&SEEDS, &mut rng),
        _ => mutation::mutate(&text, &SEEDS, &mut rng),
    };
    put(mutated.as_bytes(), data, max_size)
});

fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
    let mut rng = Rng::with_seed(u64::from(seed));
    let most = out.len();
    let crossed = mutation::cross(&String::from_utf8_lossy(one), &String::from_utf8_lossy(other), &mut rng);
    put(crossed.as_bytes(), out, most)
});

/// What is too long is cut off, and is no input then.
fn put(bytes: &[u8], into: &mut [u8], most: usize) -> usize {
    let size = bytes.len().min(most);
    into[..size].copy_from_slice(&bytes[..size]);
    size
}
