//! What a body may use where: its variables, its loops, and what it returns.

use crate::again::Again;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::Lifetime;

/// The types that the generator knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum T {
    Unit,
    Int,
    N,
    OptInt,
    OptN,
    ResInt,
    ResN,
    Pair,
    Vec,
    Boxed,
    /// `&N`.
    Ref,
    /// `&mut N`.
    RefMut,
    /// A closure that is called once, or not at all.
    Once,
    /// A future that is awaited, or not.
    Fut,
    /// Of a type parameter.
    Gen,
}

impl T {
    /// As it is written.
    pub(crate) fn written(self) -> TokenStream {
        match self {
            Self::Unit => quote!(()),
            Self::Int => quote!(i64),
            Self::N => quote!(N),
            Self::OptInt => quote!(Option<i64>),
            Self::OptN => quote!(Option<N>),
            Self::ResInt => quote!(Result<i64, Fail>),
            Self::ResN => quote!(Result<N, Fail>),
            Self::Pair => quote!(Pair),
            Self::Vec => quote!(Vec<N>),
            Self::Boxed => quote!(Box<N>),
            Self::Ref => quote!(&N),
            Self::RefMut => quote!(&mut N),
            Self::Once | Self::Fut | Self::Gen => quote!(_),
        }
    }

    pub(crate) fn is_result(self) -> bool {
        matches!(self, Self::ResInt | Self::ResN)
    }

    pub(crate) fn is_option(self) -> bool {
        matches!(self, Self::OptInt | Self::OptN)
    }
}

#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "they have nothing to do with each other")]
pub(crate) struct Var {
    /// A name, or a field of `self`.
    pub(crate) name: TokenStream,
    pub(crate) of: T,
    pub(crate) is_mut: bool,
    /// A parameter, or what a returned future captures.
    pub(crate) is_outer: bool,
    /// Whether it is gone here, and whether it may be gone on a path that ends here.
    pub(crate) is_moved: bool,
    pub(crate) was_moved: bool,
}

impl Var {
    pub(crate) fn new(name: TokenStream, of: T) -> Self {
        Self { name, of, is_mut: false, is_outer: false, is_moved: false, was_moved: false }
    }
}

#[derive(Clone)]
pub(crate) struct Loop {
    pub(crate) label: Lifetime,
    /// What a `break` brings with it.
    pub(crate) value: Option<T>,
    /// Whether there is something to `continue`.
    pub(crate) continues: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// The body itself, whose exits are the function's.
    Function,
    /// A closure, an `async` block, or a function inside of the body.
    Inside,
}

/// What is callable: a function, a closure, an `async` block.
#[derive(Clone)]
pub(crate) struct Frame {
    pub(crate) level: Level,
    pub(crate) ret: T,
    pub(crate) is_async: bool,
    /// Whether items may be given out, as in a stream's body.
    pub(crate) gives: bool,
    /// The map, to be held in a temporary.
    pub(crate) map: Option<TokenStream>,
    /// How the function can be called from here.
    pub(crate) again: Option<Again>,
    pub(crate) vars: Vec<Var>,
    /// Variables before this one cannot be moved here: a loop might come by again.
    pub(crate) fence: usize,
    /// Nor these, ever: a closure has only borrowed them.
    pub(crate) floor: usize,
    pub(crate) loops: Vec<Loop>,
    /// In the condition of a loop, where a `break` has to say which loop it means.
    pub(crate) in_condition: bool,
}

impl Frame {
    pub(crate) fn new(level: Level, ret: T, is_async: bool) -> Self {
        Self {
            level,
            ret,
            is_async,
            gives: false,
            map: None,
            again: None,
            vars: Vec::new(),
            fence: 0,
            floor: 0,
            loops: Vec::new(),
            in_condition: false,
        }
    }

    /// One that borrows what the variables of this one are.
    pub(crate) fn borrowing(&self, ret: T, is_async: bool) -> Self {
        let mut frame = Self::new(Level::Inside, ret, is_async);
        frame.vars = self.vars.iter().filter(|var| !var.is_moved && is_touchable(var.of)).cloned().collect();
        frame.vars.iter_mut().for_each(|var| var.is_mut = false);
        (frame.fence, frame.floor) = (frame.vars.len(), frame.vars.len());
        frame.again = self.again.clone().filter(Again::is_for_closures);
        frame
    }

    /// The end of a block that began with so many variables.
    pub(crate) fn leave(&mut self, vars: usize) {
        self.vars.truncate(vars);
        self.settle();
    }

    /// Where paths meet: what may be gone, is.
    pub(crate) fn settle(&mut self) {
        for var in &mut self.vars {
            var.is_moved |= var.was_moved;
        }
    }

    pub(crate) fn moved(&self) -> Vec<bool> {
        self.vars.iter().map(|var| var.is_moved).collect()
    }

    pub(crate) fn restore(&mut self, moved: &[bool]) {
        for (var, moved) in self.vars.iter_mut().zip(moved) {
            var.is_moved = *moved;
        }
    }
}

pub(crate) fn is_touchable(of: T) -> bool {
    matches!(of, T::N | T::Ref | T::RefMut | T::Gen | T::Pair | T::Boxed)
}

pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
