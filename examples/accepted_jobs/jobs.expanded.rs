mod jobs {
    //! Jobs that go on after they were accepted: the guard goes to the task that does the work.
    use axum::{
        extract::{Path, Query, State},
        http::StatusCode,
    };
    use scoped_entry::{UniqueMap, scoped_entry};
    use std::sync::Arc;
    use tokio::sync::Semaphore;
    pub(crate) struct App {
        pub(crate) jobs: Arc<UniqueMap<u64, Asked>>,
        /// Each job takes a sheet, and waits until there is one.
        pub(crate) paper: Semaphore,
    }
    #[automatically_derived]
    impl ::core::fmt::Debug for App {
        #[inline]
        fn fmt(&self, f: &mut ::core::fmt::Formatter) -> ::core::fmt::Result {
            ::core::fmt::Formatter::debug_struct_field2_finish(
                f,
                "App",
                "jobs",
                &self.jobs,
                "paper",
                &&self.paper,
            )
        }
    }
    pub(crate) struct Asked {
        pub(crate) copies: u32,
        pub(crate) jams: bool,
    }
    #[automatically_derived]
    #[doc(hidden)]
    unsafe impl ::core::clone::TrivialClone for Asked {}
    #[automatically_derived]
    impl ::core::clone::Clone for Asked {
        #[inline]
        fn clone(&self) -> Asked {
            let _: ::core::clone::AssertParamIsClone<u32>;
            let _: ::core::clone::AssertParamIsClone<bool>;
            *self
        }
    }
    #[automatically_derived]
    impl ::core::marker::Copy for Asked {}
    #[automatically_derived]
    impl ::core::fmt::Debug for Asked {
        #[inline]
        fn fmt(&self, f: &mut ::core::fmt::Formatter) -> ::core::fmt::Result {
            ::core::fmt::Formatter::debug_struct_field2_finish(
                f,
                "Asked",
                "copies",
                &self.copies,
                "jams",
                &&self.jams,
            )
        }
    }
    #[doc(hidden)]
    #[allow(
        non_upper_case_globals,
        unused_attributes,
        unused_qualifications,
        clippy::absolute_paths,
    )]
    const _: () = {
        #[allow(unused_extern_crates, clippy::useless_attribute)]
        extern crate serde as _serde;
        #[automatically_derived]
        impl<'de> _serde::Deserialize<'de> for Asked {
            fn deserialize<__D>(
                __deserializer: __D,
            ) -> _serde::__private229::Result<Self, __D::Error>
            where
                __D: _serde::Deserializer<'de>,
            {
                #[allow(non_camel_case_types)]
                #[doc(hidden)]
                enum __Field {
                    __field0,
                    __field1,
                    __ignore,
                }
                #[doc(hidden)]
                struct __FieldVisitor;
                #[automatically_derived]
                impl<'de> _serde::de::Visitor<'de> for __FieldVisitor {
                    type Value = __Field;
                    fn expecting(
                        &self,
                        __formatter: &mut _serde::__private229::Formatter,
                    ) -> _serde::__private229::fmt::Result {
                        _serde::__private229::Formatter::write_str(
                            __formatter,
                            "field identifier",
                        )
                    }
                    fn visit_u64<__E>(
                        self,
                        __value: u64,
                    ) -> _serde::__private229::Result<Self::Value, __E>
                    where
                        __E: _serde::de::Error,
                    {
                        match __value {
                            0u64 => _serde::__private229::Ok(__Field::__field0),
                            1u64 => _serde::__private229::Ok(__Field::__field1),
                            _ => _serde::__private229::Ok(__Field::__ignore),
                        }
                    }
                    fn visit_str<__E>(
                        self,
                        __value: &str,
                    ) -> _serde::__private229::Result<Self::Value, __E>
                    where
                        __E: _serde::de::Error,
                    {
                        match __value {
                            "copies" => _serde::__private229::Ok(__Field::__field0),
                            "jams" => _serde::__private229::Ok(__Field::__field1),
                            _ => _serde::__private229::Ok(__Field::__ignore),
                        }
                    }
                    fn visit_bytes<__E>(
                        self,
                        __value: &[u8],
                    ) -> _serde::__private229::Result<Self::Value, __E>
                    where
                        __E: _serde::de::Error,
                    {
                        match __value {
                            b"copies" => _serde::__private229::Ok(__Field::__field0),
                            b"jams" => _serde::__private229::Ok(__Field::__field1),
                            _ => _serde::__private229::Ok(__Field::__ignore),
                        }
                    }
                }
                #[automatically_derived]
                impl<'de> _serde::Deserialize<'de> for __Field {
                    #[inline]
                    fn deserialize<__D>(
                        __deserializer: __D,
                    ) -> _serde::__private229::Result<Self, __D::Error>
                    where
                        __D: _serde::Deserializer<'de>,
                    {
                        _serde::Deserializer::deserialize_identifier(
                            __deserializer,
                            __FieldVisitor,
                        )
                    }
                }
                #[doc(hidden)]
                struct __Visitor<'de> {
                    marker: _serde::__private229::PhantomData<Asked>,
                    lifetime: _serde::__private229::PhantomData<&'de ()>,
                }
                #[automatically_derived]
                impl<'de> _serde::de::Visitor<'de> for __Visitor<'de> {
                    type Value = Asked;
                    fn expecting(
                        &self,
                        __formatter: &mut _serde::__private229::Formatter,
                    ) -> _serde::__private229::fmt::Result {
                        _serde::__private229::Formatter::write_str(
                            __formatter,
                            "struct Asked",
                        )
                    }
                    #[inline]
                    fn visit_seq<__A>(
                        self,
                        mut __seq: __A,
                    ) -> _serde::__private229::Result<Self::Value, __A::Error>
                    where
                        __A: _serde::de::SeqAccess<'de>,
                    {
                        let __field0 = match _serde::de::SeqAccess::next_element::<
                            u32,
                        >(&mut __seq)? {
                            _serde::__private229::Some(__value) => __value,
                            _serde::__private229::None => {
                                return _serde::__private229::Err(
                                    _serde::de::Error::invalid_length(
                                        0usize,
                                        &"struct Asked with 2 elements",
                                    ),
                                );
                            }
                        };
                        let __field1 = match _serde::de::SeqAccess::next_element::<
                            bool,
                        >(&mut __seq)? {
                            _serde::__private229::Some(__value) => __value,
                            _serde::__private229::None => {
                                return _serde::__private229::Err(
                                    _serde::de::Error::invalid_length(
                                        1usize,
                                        &"struct Asked with 2 elements",
                                    ),
                                );
                            }
                        };
                        _serde::__private229::Ok(Asked {
                            copies: __field0,
                            jams: __field1,
                        })
                    }
                    #[inline]
                    fn visit_map<__A>(
                        self,
                        mut __map: __A,
                    ) -> _serde::__private229::Result<Self::Value, __A::Error>
                    where
                        __A: _serde::de::MapAccess<'de>,
                    {
                        let mut __field0: _serde::__private229::Option<u32> = _serde::__private229::None;
                        let mut __field1: _serde::__private229::Option<bool> = _serde::__private229::None;
                        while let _serde::__private229::Some(__key) = _serde::de::MapAccess::next_key::<
                            __Field,
                        >(&mut __map)? {
                            match __key {
                                __Field::__field0 => {
                                    if _serde::__private229::Option::is_some(&__field0) {
                                        return _serde::__private229::Err(
                                            <__A::Error as _serde::de::Error>::duplicate_field("copies"),
                                        );
                                    }
                                    __field0 = _serde::__private229::Some(
                                        _serde::de::MapAccess::next_value::<u32>(&mut __map)?,
                                    );
                                }
                                __Field::__field1 => {
                                    if _serde::__private229::Option::is_some(&__field1) {
                                        return _serde::__private229::Err(
                                            <__A::Error as _serde::de::Error>::duplicate_field("jams"),
                                        );
                                    }
                                    __field1 = _serde::__private229::Some(
                                        _serde::de::MapAccess::next_value::<bool>(&mut __map)?,
                                    );
                                }
                                _ => {
                                    let _ = _serde::de::MapAccess::next_value::<
                                        _serde::de::IgnoredAny,
                                    >(&mut __map)?;
                                }
                            }
                        }
                        let __field0 = match __field0 {
                            _serde::__private229::Some(__field0) => __field0,
                            _serde::__private229::None => {
                                _serde::__private229::de::missing_field("copies")?
                            }
                        };
                        let __field1 = match __field1 {
                            _serde::__private229::Some(__field1) => __field1,
                            _serde::__private229::None => {
                                _serde::__private229::de::missing_field("jams")?
                            }
                        };
                        _serde::__private229::Ok(Asked {
                            copies: __field0,
                            jams: __field1,
                        })
                    }
                }
                #[doc(hidden)]
                const FIELDS: &'static [&'static str] = &["copies", "jams"];
                _serde::Deserializer::deserialize_struct(
                    __deserializer,
                    "Asked",
                    FIELDS,
                    __Visitor {
                        marker: _serde::__private229::PhantomData::<Asked>,
                        lifetime: _serde::__private229::PhantomData,
                    },
                )
            }
        }
    };
    #[doc(hidden)]
    #[allow(
        non_upper_case_globals,
        unused_attributes,
        unused_qualifications,
        clippy::absolute_paths,
    )]
    const _: () = {
        #[allow(unused_extern_crates, clippy::useless_attribute)]
        extern crate serde as _serde;
        #[automatically_derived]
        impl _serde::Serialize for Asked {
            fn serialize<__S>(
                &self,
                __serializer: __S,
            ) -> _serde::__private229::Result<__S::Ok, __S::Error>
            where
                __S: _serde::Serializer,
            {
                let mut __serde_state = _serde::Serializer::serialize_struct(
                    __serializer,
                    "Asked",
                    false as usize + 1 + 1,
                )?;
                _serde::ser::SerializeStruct::serialize_field(
                    &mut __serde_state,
                    "copies",
                    &self.copies,
                )?;
                _serde::ser::SerializeStruct::serialize_field(
                    &mut __serde_state,
                    "jams",
                    &self.jams,
                )?;
                _serde::ser::SerializeStruct::end(__serde_state)
            }
        }
    };
    type Answer = (StatusCode, String);
    /// `POST /jobs/{id}`
    ///
    /// The entry begins here. On the paths that return early it ends here, too; on the last one it goes with the job, and
    /// ends when the job does, whether it completes or panics.
    pub(crate) async fn accept(
        State(app): State<Arc<App>>,
        Path(id): Path<u64>,
        Query(asked): Query<Asked>,
    ) -> Answer {
        {
            let ::core::result::Result::Ok(entry) = ::scoped_entry::__private::Call
                .here()
                .try_enter(Arc::clone(&app.jobs), &id, asked)
                .named() else {
                return (
                    StatusCode::CONFLICT,
                    ::alloc::__export::must_use({
                        ::alloc::fmt::format(
                            format_args!("job {0} is in flight already", id),
                        )
                    }),
                )
            };
            {
                if asked.copies == 0 {
                    return (
                        StatusCode::BAD_REQUEST,
                        "there is nothing to print".to_owned(),
                    );
                }
                tokio::spawn(entry.attach(print(Arc::clone(&app), asked)));
                (
                    StatusCode::ACCEPTED,
                    ::alloc::__export::must_use({
                        ::alloc::fmt::format(format_args!("job {0} is in flight", id))
                    }),
                )
            }
        }
    }
    async fn print(app: Arc<App>, asked: Asked) {
        for _ in 0..asked.copies {
            app.paper.acquire().await.expect("nobody closes it").forget();
            if !!asked.jams {
                {
                    ::core::panicking::panic_fmt(format_args!("the printer jams"));
                }
            }
        }
    }
    /// `GET /inflight`
    pub(crate) async fn inflight(State(app): State<Arc<App>>) -> String {
        let line = |job: &scoped_entry::Live<u64, Asked>| {
            ::alloc::__export::must_use({
                ::alloc::fmt::format(
                    format_args!(
                        "job {0}, copies: {1}, accepted {2:.0?} ago at {3}\n",
                        job.key,
                        job.value.copies,
                        job.age,
                        job.location,
                    ),
                )
            })
        };
        app.jobs.snapshot().iter().map(line).collect()
    }
}
