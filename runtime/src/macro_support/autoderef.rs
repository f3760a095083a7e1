//! A chain of questions about a type, answered by the compiler: see [`crate::returned`].

// Each question is a type of its own: the compiler considers all methods of a type at every step of the look-up.
macro_rules! questions {
    ($last:ident) => {
        /// A question about `T`, which may be what a `Box` holds. No value of `T` is made, and neither its auto traits nor
        /// its variance play a part.
        #[expect(missing_debug_implementations, reason = "users never hold one")]
        pub struct $last<T: ?Sized>(core::marker::PhantomData<fn() -> *const T>);
    };
    ($question:ident, $next:ident $(, $later:ident)*) => {
        $crate::__private::autoderef::questions!($question);

        impl<T: ?Sized> core::ops::Deref for $question<T> {
            type Target = $next<T>;

            #[inline]
            fn deref(&self) -> &Self::Target {
                &$next(core::marker::PhantomData)
            }
        }

        $crate::__private::autoderef::questions!($next $(, $later)*);
    };
}

pub(crate) use questions;
