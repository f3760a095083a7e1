impl Service {
    #[scoped_entry(map = self.payments, key = key, occupied = return Err(Error::AlreadyPaying))]
    fn pay(&self, key: &str) -> Result<Receipt, Error> {
        let receipt = self.bank.pay(key)?;
        Ok(receipt)
    }
}
