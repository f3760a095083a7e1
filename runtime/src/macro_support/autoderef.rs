//! A chain of types, linked by `Deref`, on which the compiler looks up a method: see [`super::check_return`].

// One type per question: at each step of the look-up, the compiler considers all methods of a type.
macro_rules! questions {
    ($last:ident) => {
        /// A question about `T`, which may be unsized, as the content of a `Box` is. It contains no `T`, and has
        /// neither the auto traits nor the variance of `T`.
        #[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
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
