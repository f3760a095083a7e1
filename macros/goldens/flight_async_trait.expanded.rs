impl Lookup for Users {
    fn lookup<'life0, 'async_trait>(
        &'life0 self,
        id: UserId,
    ) -> ::core::pin::Pin<
        Box<
            dyn ::core::future::Future<
                Output = Reply,
            > + ::core::marker::Send + 'async_trait,
        >,
    >
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move {
            if let ::core::option::Option::Some(__ret) = ::core::option::Option::None::<
                Reply,
            > {
                #[allow(unreachable_code)] return __ret;
            }
            let __self = self;
            let id = id;
            let __ret: Reply = {
                {
                    let __map = &__self.lookups;
                    let __flight = ::scoped_entry::__private::Call
                        .here()
                        .flight(&__map, &id);
                    __flight
                        .run(async {
                            if let ::scoped_entry::__private::Some(__returned) = ::scoped_entry::__private::Option::<
                                Reply,
                            >::None {
                                return __returned;
                            }
                            {
                                let found = __self.find(id).await;
                                Reply::from(found)
                            }
                        })
                        .await
                }
            };
            #[allow(unreachable_code)] __ret
        })
    }
}
