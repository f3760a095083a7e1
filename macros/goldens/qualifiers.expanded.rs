#[track_caller]
pub(crate) unsafe extern "C" fn handle<const N: usize>(id: u64, #[cfg(unix)] fd: i32)
where
    [u8; N]: Sized,
{
    {
        let __entry = const { ::scoped_entry::__private::Call.here() }
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {
            run();
        }
    }
}
async unsafe fn both(id: u64) {
    {
        let __entry = ::scoped_entry::__private::Call
            .here()
            .enter(&INFLIGHT, &id, ::scoped_entry::__private::default_value())
            .guard();
        {
            run().await;
        }
    }
}
