impl Service {
    fn pay(&self, key: &str) -> Result<Receipt, Error> {
        {
            ::scoped_entry::__private::returned::<Result<Receipt, Error>, _>(0)
                .kind()
                .is_not_lazy();
            let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Call
                .here()
                .try_enter(
                    &self.payments,
                    &key,
                    ::scoped_entry::__private::default_value(),
                )
                .guard() else { return Err(Error::AlreadyPaying) };
            {
                let receipt = self.bank.pay(key)?;
                Ok(receipt)
            }
        }
    }
}
