//! The generator's hand: its dice, its counters, and the moves that all of the grammar shares.

use crate::{
    scope::{Frame, Level, Loop, T, Var, ident, is_touchable},
    tally::Tally,
};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::Lifetime;

pub(crate) struct Writer {
    pub(crate) dice: fastrand::Rng,
    pub(crate) tally: Tally,
    pub(crate) frame: Frame,
    /// How many constructs may still be nested.
    pub(crate) budget: u32,
    names: u32,
    sites: u32,
}

impl Writer {
    pub(crate) fn new(seed: u64, budget: u32) -> Self {
        Self {
            dice: fastrand::Rng::with_seed(seed),
            tally: Tally::default(),
            frame: Frame::new(Level::Function, T::Unit, false),
            budget,
            names: 0,
            sites: 0,
        }
    }

    pub(crate) fn one_in(&mut self, count: u32) -> bool {
        self.dice.u32(0..count) == 0
    }

    /// Whether there is room for another construct, and takes it.
    pub(crate) fn spend(&mut self) -> bool {
        let has_room = self.budget > 0;
        self.budget = self.budget.saturating_sub(1);
        has_room
    }

    pub(crate) fn count(&mut self, construct: &'static str) {
        self.tally.count(construct);
    }

    pub(crate) fn site(&mut self) -> Literal {
        self.sites += 1;
        Literal::u32_unsuffixed(self.sites)
    }

    /// A name that is new, or now and then one that hides another.
    pub(crate) fn name(&mut self, prefix: &str) -> Ident {
        self.names += 1;
        ident(&format!("{prefix}{}", self.names))
    }

    pub(crate) fn label(&mut self) -> Lifetime {
        self.names += 1;
        Lifetime::new(&format!("'l{}", self.names), Span::call_site())
    }

    pub(crate) fn declare(&mut self, name: &Ident, of: T, is_mut: bool) {
        let mut var = Var::new(quote!(#name), of);
        var.is_mut = is_mut;
        self.frame.vars.push(var);
    }

    /// A variable that fits, if there is one.
    fn find(&mut self, fits: impl Fn(usize, &Frame, &Var) -> bool) -> Option<usize> {
        let frame = &self.frame;
        let found: Vec<usize> = (0..frame.vars.len())
            .filter(|at| !frame.vars[*at].is_moved && fits(*at, frame, &frame.vars[*at]))
            .collect();
        self.dice.choice(found)
    }

    /// Takes a variable of this type away.
    pub(crate) fn take(&mut self, of: T) -> Option<TokenStream> {
        let at = self.find(|at, frame, var| var.of == of && at >= frame.fence.max(frame.floor))?;
        let var = &mut self.frame.vars[at];
        (var.is_moved, var.was_moved) = (true, true);
        let name = &var.name;
        Some(if var.is_outer { quote!(#name.moved()) } else { quote!(#name) })
    }

    /// A part of a pair, of which the rest stays where it is.
    pub(crate) fn take_part(&mut self) -> Option<TokenStream> {
        let at = self.find(|at, frame, var| var.of == T::Pair && at >= frame.fence.max(frame.floor))?;
        let part = if self.dice.bool() { ident("left") } else { ident("right") };
        let var = &mut self.frame.vars[at];
        (var.is_moved, var.was_moved) = (true, true);
        let name = &var.name;
        Some(if var.is_outer { quote!(#name.#part.moved()) } else { quote!(#name.#part) })
    }

    pub(crate) fn touchable(&mut self) -> Option<(TokenStream, T)> {
        let at = self.find(|_, _, var| is_touchable(var.of))?;
        let var = &self.frame.vars[at];
        Some((var.name.clone(), var.of))
    }

    /// What `is` and `some` can be asked of.
    pub(crate) fn noisy_var(&mut self) -> Option<TokenStream> {
        let at = self.find(|_, _, var| matches!(var.of, T::N | T::Ref | T::RefMut | T::Boxed))?;
        Some(self.frame.vars[at].name.clone())
    }

    /// With whether it is a parameter.
    pub(crate) fn changeable(&mut self) -> Option<(TokenStream, T, bool)> {
        let at = self.find(|at, frame, var| {
            (var.is_mut && matches!(var.of, T::N | T::Vec) || var.of == T::RefMut) && at >= frame.floor
        })?;
        let var = &self.frame.vars[at];
        Some((var.name.clone(), var.of, var.is_outer))
    }

    /// A variable that nobody else may use meanwhile.
    pub(crate) fn lent<R>(&mut self, name: &TokenStream, write: impl FnOnce(&mut Self) -> R) -> R {
        let name = name.to_string();
        let at = self.frame.vars.iter().position(|var| var.name.to_string() == name && !var.is_moved);
        if let Some(at) = at {
            self.frame.vars[at].is_moved = true;
        }
        let written = write(self);
        if let Some(at) = at {
            self.frame.vars[at].is_moved = false;
        }
        written
    }

    /// A path of several, each of which begins with what is there now.
    pub(crate) fn branch<R>(&mut self, write: impl FnOnce(&mut Self) -> R) -> R {
        let moved = self.frame.moved();
        let vars = self.frame.vars.len();
        let written = write(self);
        self.frame.vars.truncate(vars);
        self.frame.restore(&moved);
        written
    }

    /// A path that does not come back: what it takes away is there for the others.
    pub(crate) fn leaving<R>(&mut self, write: impl FnOnce(&mut Self) -> R) -> R {
        let vars = self.frame.vars.clone();
        let fence = std::mem::replace(&mut self.frame.fence, self.frame.floor);
        // A `break` on the way would come back, without what was taken away.
        let loops = std::mem::take(&mut self.frame.loops);
        let written = write(self);
        self.frame.vars = vars;
        self.frame.fence = fence;
        self.frame.loops = loops;
        written
    }

    /// A path that is taken several times, or maybe not.
    pub(crate) fn repeated<R>(&mut self, of: Option<Loop>, write: impl FnOnce(&mut Self) -> R) -> R {
        let fence = std::mem::replace(&mut self.frame.fence, self.frame.vars.len());
        let loops = self.frame.loops.len();
        self.frame.loops.extend(of);
        let in_condition = std::mem::replace(&mut self.frame.in_condition, false);
        let vars = self.frame.vars.len();
        let written = write(self);
        self.frame.leave(vars);
        self.frame.loops.truncate(loops);
        self.frame.fence = fence;
        self.frame.in_condition = in_condition;
        written
    }

    /// In another frame.
    pub(crate) fn inside<R>(&mut self, frame: Frame, write: impl FnOnce(&mut Self) -> R) -> R {
        let outer = std::mem::replace(&mut self.frame, frame);
        let written = write(self);
        self.frame = outer;
        written
    }
}
