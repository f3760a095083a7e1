mod handlers {
    //! The two handlers: the same work, once with the bug and once with the attribute.
    use crate::{app::App, lookup::{Asked, Reply, StoreError, look_up}};
    use axum::extract::{Path, Query, State};
    use scoped_entry::scoped_entry;
    use std::sync::Arc;
    /// Removes its entry by hand.
    ///
    /// The removal once ran on every path. Then a check of the record was added, and the removal moved into its `if`. The code
    /// still looks right, but an error, an early return, a panic or a disconnected client each leak the entry.
    pub(crate) async fn by_hand(
        State(app): State<Arc<App>>,
        Path(id): Path<u64>,
        Query(asked): Query<Asked>,
    ) -> Result<Reply, StoreError> {
        app.by_hand.insert(id);
        if asked.is_up_to_date() {
            return Ok(Reply::Unchanged);
        }
        let record = look_up(&app, id, asked).await?;
        if !record.is_empty() {
            app.by_hand.remove(id);
        }
        Ok(Reply::Found(record))
    }
    /// Has no removal that could be moved or forgotten.
    pub(crate) async fn annotated(
        State(app): State<Arc<App>>,
        Path(id): Path<u64>,
        Query(asked): Query<Asked>,
    ) -> Result<Reply, StoreError> {
        {
            ::scoped_entry::__private::returned::<Result<Reply, StoreError>, _>(0)
                .kind()
                .is_not_lazy_inside();
            let __entry = ::scoped_entry::__private::Call
                .here()
                .enter(&app.annotated, &id, ::scoped_entry::__private::default_value())
                .guard();
            {
                if asked.is_up_to_date() {
                    return Ok(Reply::Unchanged);
                }
                let record = look_up(&app, id, asked).await?;
                Ok(Reply::Found(record))
            }
        }
    }
}
