mod jobs {
    //! Jobs that run on threads of their own.
    use scoped_entry::{InflightMap, scoped_entry};
    use std::{
        sync::{Arc, mpsc},
        thread,
    };
    pub(crate) struct Jobs {
        pub(crate) in_flight: Arc<InflightMap<u64>>,
    }
    #[automatically_derived]
    impl ::core::default::Default for Jobs {
        #[inline]
        fn default() -> Jobs {
            Jobs {
                in_flight: ::core::default::Default::default(),
            }
        }
    }
    impl Jobs {
        /// Starts a job, which finishes once it receives a message.
        pub(crate) fn accept(
            &self,
            id: u64,
        ) -> (thread::JoinHandle<()>, mpsc::Sender<()>) {
            {
                let entry = ::scoped_entry::__private::Call
                    .here()
                    .enter(
                        Arc::clone(&self.in_flight),
                        &id,
                        ::scoped_entry::__private::default_value(),
                    )
                    .named();
                {
                    let (go_on, told) = mpsc::channel();
                    let job = thread::spawn(move || {
                        _ = told.recv();
                        drop(entry);
                    });
                    (job, go_on)
                }
            }
        }
    }
}
