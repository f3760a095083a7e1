//! An entry that outlives the call: the guard moves into the thread that does the work.
//!
//! ```text
//! cargo run --example guard
//! ```

#![forbid(unsafe_code)]

mod jobs;

use jobs::Jobs;
use std::sync::Arc;

fn main() {
    let jobs = Jobs::default();
    let in_flight = Arc::clone(&jobs.in_flight);
    let (job, go_on) = jobs.accept(7);
    assert_eq!(in_flight.snapshot()[0].key, 7);
    go_on.send(()).expect("the job waits for the message");
    job.join().expect("the job does not panic");
    assert!(in_flight.is_empty());
    println!("the entry lasted until the job ended, not until the call returned");
}
