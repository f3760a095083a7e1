impl Users {
    async fn lookup(&self, id: UserId) -> Result<Arc<User>, LookupError> {
        {
            let __map = &self.lookups;
            let __flight = ::scoped_entry::__private::Call.here().flight(&__map, &id);
            __flight
                .run(async {
                    if let ::scoped_entry::__private::Some(__returned) = ::scoped_entry::__private::Option::<
                        Result<Arc<User>, LookupError>,
                    >::None {
                        return __returned;
                    }
                    {
                        let row = self.find(id).await?;
                        Ok(Arc::new(User::from(row)))
                    }
                })
                .await
        }
    }
}
