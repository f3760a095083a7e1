impl Handler for Service {
    #[allow(clippy::type_complexity)]
    fn handle<'life0, 'async_trait>(
        &'life0 self,
        __arg1: (Id, Body),
    ) -> ::core::pin::Pin<
        Box<
            dyn ::core::future::Future<
                Output = Result<Reply<'life0>, Error>,
            > + ::core::marker::Send + 'async_trait,
        >,
    >
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            if let ::core::option::Option::Some(__ret) = ::core::option::Option::None::<
                Result<Reply<'life0>, Error>,
            > {
                #[allow(unreachable_code)] return __ret;
            }
            let __self = self;
            let (id, body) = {
                let __arg1 = __arg1;
                __arg1
            };
            let __ret: Result<Reply<'life0>, Error> = {
                {
                    ::scoped_entry::__private::returned::<Result<Reply<'_>, Error>, _>(0)
                        .kind()
                        .is_not_lazy_inside();
                    let __entry = ::scoped_entry::__private::Call
                        .here()
                        .enter(
                            &__self.inflight,
                            ::scoped_entry::__private::Elements((
                                &id,
                                self::name(__self),
                            )),
                            ::scoped_entry::__private::default_value(),
                        )
                        .guard();
                    {
                        let reply = __self.run(id, body).await?;
                        Ok(reply)
                    }
                }
            };
            #[allow(unreachable_code)] __ret
        })
    }
}
