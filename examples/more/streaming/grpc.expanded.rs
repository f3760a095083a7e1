mod grpc {
    //! A gRPC method that returns a stream: the entry lasts as long as the stream.
    use crate::{http::Inflight, ticks::{EachTick, Ticks}};
    use futures_core::Stream;
    use scoped_entry::{Attached, EntryGuard, scoped_entry};
    use std::sync::Arc;
    use tonic::{Request, Response, Status, async_trait};
    /// The trait that `tonic-build` generates for `rpc Watch(Topic) returns (stream Tick)`. In a real service, tonic calls it.
    pub(crate) trait Feed: Send + Sync + 'static {
        type WatchStream: Stream<Item = Result<u64, Status>> + Send + 'static;
        #[allow(
            elided_named_lifetimes,
            clippy::type_complexity,
            clippy::type_repetition_in_bounds
        )]
        fn watch<'life0, 'async_trait>(
            &'life0 self,
            topic: Request<u64>,
        ) -> ::core::pin::Pin<
            Box<
                dyn ::core::future::Future<
                    Output = Result<Response<Self::WatchStream>, Status>,
                > + ::core::marker::Send + 'async_trait,
            >,
        >
        where
            'life0: 'async_trait,
            Self: 'async_trait;
    }
    pub(crate) struct Watcher {
        pub(crate) inflight: Inflight,
    }
    impl Feed for Watcher {
        type WatchStream = Attached<
            EntryGuard<Inflight>,
            EachTick<fn(u64) -> Result<u64, Status>>,
        >;
        /// If the method returns early, the entry ends there.
        #[allow(
            elided_named_lifetimes,
            clippy::async_yields_async,
            clippy::diverging_sub_expression,
            clippy::let_unit_value,
            clippy::needless_arbitrary_self_type,
            clippy::no_effect_underscore_binding,
            clippy::shadow_same,
            clippy::type_complexity,
            clippy::type_repetition_in_bounds,
            clippy::used_underscore_binding
        )]
        fn watch<'life0, 'async_trait>(
            &'life0 self,
            topic: Request<u64>,
        ) -> ::core::pin::Pin<
            Box<
                dyn ::core::future::Future<
                    Output = Result<Response<Self::WatchStream>, Status>,
                > + ::core::marker::Send + 'async_trait,
            >,
        >
        where
            'life0: 'async_trait,
            Self: 'async_trait,
        {
            Box::pin(async move {
                if let ::core::option::Option::Some(__ret) = ::core::option::Option::None::<
                    Result<Response<Self::WatchStream>, Status>,
                > {
                    #[allow(unreachable_code)] return __ret;
                }
                let __self = self;
                let topic = topic;
                let __ret: Result<Response<Self::WatchStream>, Status> = {
                    {
                        let entry = ::scoped_entry::__private::Call
                            .here()
                            .enter(
                                Arc::clone(&__self.inflight),
                                topic.get_ref(),
                                ::scoped_entry::__private::default_value(),
                            )
                            .named();
                        if topic.into_inner() == 0 {
                            return Err(Status::not_found("there is no topic 0"));
                        }
                        Ok(Response::new(entry.attach(EachTick(Ticks::new(3), Ok))))
                    }
                };
                #[allow(unreachable_code)] __ret
            })
        }
    }
}
