mod payments {
    //! Payments: at most one per order is in flight.
    use scoped_entry::{UniqueMap, scoped_entry};
    pub(crate) enum Error {
        AlreadyPaying,
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for Error {
        #[inline]
        fn fmt(&self, f: &mut ::core::fmt::Formatter) -> ::core::fmt::Result {
            ::core::fmt::Formatter::write_str(f, "AlreadyPaying")
        }
    }
    #[automatically_derived]
    impl ::core::marker::StructuralPartialEq for Error {}
    #[automatically_derived]
    impl ::core::cmp::PartialEq for Error {
        #[inline]
        fn eq(&self, other: &Error) -> bool {
            true
        }
    }
    #[automatically_derived]
    impl ::core::cmp::Eq for Error {
        #[doc(hidden)]
        #[coverage(off)]
        fn assert_fields_are_eq(&self) {}
    }
    pub(crate) struct Payments {
        /// The amount being paid, by order.
        pub(crate) in_flight: UniqueMap<String, u64>,
    }
    #[automatically_derived]
    impl ::core::default::Default for Payments {
        #[inline]
        fn default() -> Payments {
            Payments {
                in_flight: ::core::default::Default::default(),
            }
        }
    }
    impl Payments {
        pub(crate) fn pay(&self, order: &str, amount: u64) -> Result<u64, Error> {
            {
                ::scoped_entry::__private::returned::<Result<u64, Error>, _>(0)
                    .kind()
                    .is_not_lazy();
                let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Call
                    .here()
                    .try_enter(&self.in_flight, &order, amount)
                    .guard() else { return Err(Error::AlreadyPaying) };
                {
                    let paid = self.in_flight.get(order).unwrap_or(amount);
                    Ok(paid)
                }
            }
        }
        pub(crate) fn pay_twice(&self, order: &str, amount: u64) -> Result<u64, Error> {
            {
                ::scoped_entry::__private::returned::<Result<u64, Error>, _>(0)
                    .kind()
                    .is_not_lazy();
                let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Call
                    .here()
                    .try_enter(&self.in_flight, &order, amount)
                    .guard() else { return Err(Error::AlreadyPaying) };
                {
                    let second = self.pay(order, amount)?;
                    Ok(amount + second)
                }
            }
        }
        /// Returns the amount that another call is paying for this order, or 0.
        pub(crate) fn amount_in_flight(&self, order: &str) -> u64 {
            {
                let __attempt = ::scoped_entry::__private::Call
                    .here()
                    .try_enter_or_existing(&self.in_flight, &order, 0)
                    .guard();
                let __entry = match __attempt {
                    ::scoped_entry::__private::Ok(__entry) => __entry,
                    ::scoped_entry::__private::Err(__existing) => {
                        let amount = __existing;
                        let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Err(())
                        else { return amount };
                        __entry
                    }
                };
                0
            }
        }
        pub(crate) fn ask_while_paying(&self, order: &str, amount: u64) -> u64 {
            {
                let ::scoped_entry::__private::Ok(__entry) = ::scoped_entry::__private::Call
                    .here()
                    .try_enter(&self.in_flight, &order, amount)
                    .guard() else { return 0 };
                self.amount_in_flight(order)
            }
        }
    }
}
