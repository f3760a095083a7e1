//! Payments: at most one per order is in flight.

use scoped_entry::{UniqueMap, scoped_entry};

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Error {
    AlreadyPaying,
}

#[derive(Default)]
pub(crate) struct Payments {
    /// The amount being paid, by order.
    pub(crate) in_flight: UniqueMap<String, u64>,
}

impl Payments {
    #[scoped_entry(map = self.in_flight, key = order, value = amount, occupied = return Err(Error::AlreadyPaying))]
    pub(crate) fn pay(&self, order: &str, amount: u64) -> Result<u64, Error> {
        let paid = self.in_flight.get(order).unwrap_or(amount);
        Ok(paid)
    }

    #[scoped_entry(map = self.in_flight, key = order, value = amount, occupied = return Err(Error::AlreadyPaying))]
    pub(crate) fn pay_twice(&self, order: &str, amount: u64) -> Result<u64, Error> {
        let second = self.pay(order, amount)?;
        Ok(amount + second)
    }

    /// Returns the amount that another call is paying for this order, or 0.
    #[scoped_entry(map = self.in_flight, key = order, value = 0, occupied = |amount| return amount)]
    pub(crate) fn amount_in_flight(&self, order: &str) -> u64 {
        0
    }

    #[scoped_entry(map = self.in_flight, key = order, value = amount, occupied = return 0)]
    pub(crate) fn ask_while_paying(&self, order: &str, amount: u64) -> u64 {
        self.amount_in_flight(order)
    }
}
