//! The load: which calls are made, and how often.

use crate::work;
use rand::{RngExt as _, SeedableRng as _, rngs::Xoshiro256PlusPlus};
use std::{
    f64::consts::TAU,
    time::{Duration, Instant},
};
use tokio::time;

const TURN: Duration = Duration::from_millis(50);

/// Starts a task that makes calls until the program ends.
pub(crate) fn start() {
    tokio::spawn(async {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(1);
        let started = Instant::now();
        let mut turns = time::interval(TURN);
        for turn in 0_u64.. {
            turns.tick().await;
            call(turn, started.elapsed().as_secs_f64(), &mut random);
        }
    });
}

/// Makes the calls of one turn.
fn call(turn: u64, seconds: f64, random: &mut Xoshiro256PlusPlus) {
    let wave = 0.5 + 0.5 * (seconds * TAU / 47.0).sin() * (seconds * TAU / 13.0).cos();
    for _ in 0..random.random_range(0..=2 + whole(wave * 30.0)) {
        let took = Duration::from_millis(random.random_range(20..900));
        tokio::spawn(work::search(random.random(), took));
    }
    if random.random_bool(0.6) {
        let path = format!("home/{}/{}-{turn}.{}", pick(&NAMES, random), pick(&WORDS, random), pick(&ENDINGS, random));
        let parts = if random.random_bool(0.04) { random.random_range(60..400) } else { random.random_range(0..8) };
        let each = Duration::from_millis(random.random_range(200..1_500));
        tokio::spawn(async move {
            match parts {
                0 => work::upload(&path, each).await,
                parts => work::upload_in_parts(&path, parts, each).await,
            }
        });
    }
    if random.random_bool(0.2 + 0.6 * wave) {
        // An impatient client pays twice; the second call is rejected.
        let order = 48_000 + turn / 2;
        tokio::spawn(work::pay(order, Duration::from_millis(random.random_range(100..4_000))));
    }
    if turn % 9 == 0 {
        let slow = (seconds / 110.0).fract() > 0.6;
        let most = if slow { 60_000 } else { 9_000 };
        tokio::spawn(work::export(
            random.random_range(1_000..9_999),
            Duration::from_millis(random.random_range(400..most)),
        ));
    }
}

const NAMES: [&str; 5] = ["ada", "grace", "barbara", "edsger", "donald"];
const WORDS: [&str; 6] = ["report", "holiday", "invoice", "thesis-final", "größenvergleich", "scan"];
const ENDINGS: [&str; 4] = ["pdf", "tar.zst", "png", "mp4"];

fn pick(from: &[&'static str], random: &mut Xoshiro256PlusPlus) -> &'static str {
    from[random.random_range(0..from.len())]
}

/// Converts to a whole number of calls. Negative numbers become 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the largest is 30")]
fn whole(calls: f64) -> u32 {
    calls.max(0.0) as u32
}
