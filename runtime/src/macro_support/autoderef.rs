//! Steps of types, linked by `Deref`, on which the compiler looks up a method: see [`super::check_return`].

/// Declares one type for each step. `K` tells the questions of one step apart; `T` may be unsized, as the content of a `Box`
/// is. A step contains no `T` and no `K`, and has neither their auto traits nor their variance.
macro_rules! steps {
    ($last:ident) => {
        #[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
        pub struct $last<T: ?Sized, K>(core::marker::PhantomData<(fn() -> *const T, fn() -> K)>);

        impl<T: ?Sized, K> Clone for $last<T, K> {
            #[inline]
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T: ?Sized, K> Copy for $last<T, K> {}
    };
    ($step:ident, $next:ident $(, $later:ident)*) => {
        $crate::__private::autoderef::steps!($step);

        impl<T: ?Sized, K> core::ops::Deref for $step<T, K> {
            type Target = $next<T, K>;

            #[inline]
            fn deref(&self) -> &Self::Target {
                &$next(core::marker::PhantomData)
            }
        }

        $crate::__private::autoderef::steps!($next $(, $later)*);
    };
}

pub(crate) use steps;

/// Declares what a step answers: a type on no chain, so that the compiler finds no other method of the same name to suggest.
macro_rules! answers {
    ($($answer:ident),*) => {$(
        #[expect(missing_debug_implementations, reason = "no value of this type reaches users")]
        pub struct $answer<T: ?Sized>(core::marker::PhantomData<fn() -> *const T>);

        impl<T: ?Sized> $crate::__private::autoderef::Answer for $answer<T> {
            const ANSWER: Self = Self(core::marker::PhantomData);
        }
    )*};
}

pub(crate) use answers;

/// The only value of an answer.
pub trait Answer {
    #[doc(hidden)]
    const ANSWER: Self;
}
