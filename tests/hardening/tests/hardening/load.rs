//! The load in short. In full: `cargo run --release -p scoped-entry-hardening`.

use scoped_entry_hardening::load::{Plan, run_all};

#[test]
fn nothing_is_lost_left_or_miscounted_where_users_code_panics_one_in_ten_times() {
    let seed = fastrand::u64(..1_000_000);
    println!("seed {seed}");
    for report in run_all(Plan { calls: 100_000, seed }) {
        println!("{report}");
    }
}
