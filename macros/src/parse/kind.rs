//! The kind of the annotated function. It is determined once, here; all later steps match on the result.

use super::async_trait::{self, AsyncTraitBody};
use crate::return_type::lazy_return::{LazyReturn, lazy_return_type};
use proc_macro2::Group;
use syn::{ReturnType, Signature, Type};

pub(crate) enum Kind {
    Sync,
    Async,
    /// A method that `#[async_trait]` has already turned into one that returns a boxed future.
    AsyncTrait(Box<AsyncTraitBody>),
    /// A function that `#[async_recursion]` has already turned into one that returns a boxed future.
    AsyncRecursion,
    /// A function that is not `async` and returns a future or a stream, which can carry entries.
    Lazy(LazyReturn),
}

impl Kind {
    /// The lifetime alone does not prove that `#[async_trait]` made the function, since a handwritten impl of such a trait
    /// has it, too. The form of the body does.
    ///
    /// A function that another attribute has made from an `async fn` is not [`Lazy`](Self::Lazy): its entry begins at the
    /// first poll, not at the call.
    pub(super) fn of(signature: &Signature, body: &Group) -> Self {
        let returned = returned(signature);
        let is_marked = async_trait::has_lifetime(signature, "async_trait");
        if let Some(mut made) = is_marked.then(|| async_trait::find(&body.stream())).flatten() {
            // The signature has the full type: in the body, `#[async_trait]` writes `_` for an `impl` type.
            let output = returned.and_then(lazy_return_type).and_then(|lazy| lazy.outputs.into_iter().next());
            if let (Some(returned), Some(output)) = (&mut made.returned, output) {
                *returned = output;
            }
            return Self::AsyncTrait(Box::new(made));
        }
        if signature.asyncness.is_some() {
            Self::Async
        } else if async_trait::has_lifetime(signature, "async_recursion") {
            Self::AsyncRecursion
        } else {
            returned.and_then(lazy_return_type).map_or(Self::Sync, Self::Lazy)
        }
    }
}

pub(super) fn returned(signature: &Signature) -> Option<&Type> {
    match &signature.output {
        ReturnType::Default => None,
        ReturnType::Type(_, returned) => Some(returned),
    }
}
