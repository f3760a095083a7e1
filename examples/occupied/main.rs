//! What a call does if its key is already present: one function returns an error, the other returns the existing value.
//!
//! ```text
//! cargo run --example occupied
//! ```

#![forbid(unsafe_code)]

mod payments;

use payments::{Error, Payments};

fn main() {
    let payments = Payments::default();
    assert_eq!(payments.pay("order-1", 5), Ok(5));
    assert_eq!(payments.pay_twice("order-1", 5), Err(Error::AlreadyPaying));
    assert_eq!(payments.amount_in_flight("order-1"), 0);
    assert_eq!(payments.ask_while_paying("order-1", 5), 5);
    assert!(payments.in_flight.is_empty());
    println!("while a payment runs, a second one for the same order is rejected, and its amount can be read");
}
