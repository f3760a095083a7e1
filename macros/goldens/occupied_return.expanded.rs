impl Service {
    fn pay(&self, key: &str) -> Result<Receipt, Error> {
        {
            ::scoped_entry::__private::Returned::<Result<Receipt, Error>>::TYPE
                .is_not_lazy();
            let ::core::result::Result::Ok(__entry) = ::scoped_entry::__private::Call
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
