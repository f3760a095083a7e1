impl Service {
    fn pay(&self, key: &str) -> Result<Receipt, Error> {
        {
            ::scoped_entry::__private::Returned::<Result<Receipt, Error>>::TYPE
                .is_not_lazy();
            #[allow(clippy::question_mark)]
            let ::core::option::Option::Some(__entry) = ::scoped_entry::__private::Call
                .here()
                .try_enter(
                    &self.payments,
                    &key,
                    ::scoped_entry::__private::default_value(),
                ) else { return Err(Error::AlreadyPaying) };
            let __entry = __entry.guard();
            {
                let receipt = self.bank.pay(key)?;
                Ok(receipt)
            }
        }
    }
}
