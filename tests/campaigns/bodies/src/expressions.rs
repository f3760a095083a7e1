//! Expressions of each type.

use crate::{scope::T, writer::Writer};
use proc_macro2::TokenStream;
use quote::quote;

impl Writer {
    pub(crate) fn expression(&mut self, of: T) -> TokenStream {
        if let Some(call) = self.expression_again(of) {
            return call;
        }
        if self.budget > 0 && self.one_in(3) {
            return self.structure(of);
        }
        match of {
            T::Unit => {
                let site = self.site();
                quote!(note(#site))
            }
            T::Int => self.int(),
            T::N => self.value(),
            T::OptInt => self.option_of_int(),
            T::OptN => self.option_of_value(),
            T::ResInt => self.result_of_int(),
            T::ResN => self.result_of_value(),
            T::Pair => {
                // In the order in which they are written: the second may not use what the first has moved.
                let (right, left) = (self.value(), self.value());
                quote!(Pair { right: #right, left: #left })
            }
            T::Vec => {
                self.count("vec");
                let values: Vec<_> = (0..self.dice.u32(0..4)).map(|_| self.value()).collect();
                quote!(vec_of([#(#values),*]))
            }
            T::Boxed => {
                self.count("boxed value");
                let value = self.value();
                quote!(Box::new(#value))
            }
            T::Ref | T::RefMut | T::Once | T::Fut | T::Gen => unreachable!("nobody asks for one"),
        }
    }

    /// An `Option<&N>` into a temporary.
    pub(crate) fn borrowed_option(&mut self) -> TokenStream {
        self.count("temporary");
        let site = self.site();
        match self.dice.u32(0..3) {
            0 => quote!(noisy(#site).some()),
            1 => quote!(noisy(#site).borrowed().some()),
            _ => {
                let value = self.site();
                quote!(Some(&noisy(#value)).filter(|_| chance(#site)))
            }
        }
    }

    pub(crate) fn condition(&mut self) -> TokenStream {
        let in_condition = std::mem::replace(&mut self.frame.in_condition, true);
        let (site, other) = (self.site(), self.site());
        let condition = match self.dice.u32(0..6) {
            0 => {
                self.count("condition of temporaries");
                quote!(noisy(#site).is())
            }
            1 => {
                self.count("condition of temporaries");
                quote!(chance(#site) && noisy(#other).is() || noisy(#other).borrowed().is())
            }
            2 => match self.noisy_var() {
                Some(var) => quote!(#var.is()),
                None => quote!(!chance(#site)),
            },
            3 => {
                let number = self.int();
                quote!(add(1, #number) % 2 == 0)
            }
            _ => quote!(chance(#site)),
        };
        self.frame.in_condition = in_condition;
        condition
    }

    fn int(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..14) {
            0..3 => match self.touchable() {
                Some((var, T::Ref | T::RefMut | T::Boxed)) => quote!(#var.touch()),
                Some((var, _)) => quote!(touch(&#var)),
                None => quote!(#site),
            },
            3 => {
                self.count("temporary");
                quote!(noisy(#site).touch())
            }
            4 => {
                self.count("temporary in a call");
                let (left, right) = (self.int(), self.int());
                quote!(add(noisy(#site).touch(), add(#left, #right)))
            }
            5 | 6 => self.questioned(T::Int).unwrap_or_else(|| quote!(#site)),
            7 | 8 if self.frame.is_async => {
                if let Some(var) = self.take(T::Fut) {
                    self.count("await of a variable");
                    return quote!(#var.await);
                }
                self.count("await");
                let number = if self.one_in(3) { self.int() } else { quote!(noisy(#site).touch()) };
                let site = self.site();
                quote!(wait(#site, #number).await)
            }
            9 if self.frame.is_async && self.spend() => self.async_block_awaited(),
            10 => {
                let value = self.value();
                quote!(consume(#value))
            }
            11 => match self.take(T::Once) {
                Some(var) => quote!(#var(#site)),
                None => quote!(#site),
            },
            12 => match self.frame.map.clone() {
                Some(map) => {
                    self.count("hold in a temporary");
                    quote!(hold(#map, #site).touch())
                }
                None => quote!(#site),
            },
            13 => match self.take(T::Pair) {
                Some(var) => quote!(consume(#var)),
                None => {
                    self.count("array");
                    let (left, right) = (self.value(), self.value());
                    quote!([#left, #right].iter().map(touch).fold(0, add))
                }
            },
            _ => quote!(#site),
        }
    }

    pub(crate) fn value(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..12) {
            0..3 => match self.take(T::N) {
                Some(var) => {
                    self.count("move of a variable");
                    var
                }
                None => quote!(noisy(#site)),
            },
            3 => match self.take_part() {
                Some(part) => {
                    self.count("move of a part");
                    part
                }
                None => quote!(noisy(#site)),
            },
            4 => self.questioned(T::N).unwrap_or_else(|| quote!(noisy(#site))),
            5 if self.frame.is_async => {
                self.count("await of a value");
                let value = self.value();
                quote!(wait_n(#site, #value).await)
            }
            6 => match self.changeable() {
                Some((var, T::N, is_outer)) => {
                    self.count("replace");
                    let new = if is_outer { quote!(outer(#site)) } else { quote!(noisy(#site)) };
                    quote!(std::mem::replace(&mut #var, #new).moved())
                }
                Some((var, T::RefMut, _)) => {
                    self.count("replace");
                    quote!(take_out(&mut *#var).moved())
                }
                _ => quote!(noisy(#site)),
            },
            7 => match self.take(T::Boxed) {
                Some(var) => quote!((*#var)),
                None => quote!(noisy(#site)),
            },
            8 => quote!(none_n(#site).unwrap_or_default()),
            _ => quote!(noisy(#site)),
        }
    }

    fn option_of_int(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..3) {
            0 => quote!(none_i(#site)),
            1 => quote!(noisy(#site).some().map(N::touch)),
            _ => {
                let number = self.int();
                quote!(Some(#number))
            }
        }
    }

    fn option_of_value(&mut self) -> TokenStream {
        let site = self.site();
        if let Some(var) = self.take(T::OptN) {
            return var;
        }
        if self.dice.bool() {
            return quote!(none_n(#site));
        }
        let value = self.value();
        quote!(Some(#value))
    }

    fn result_of_int(&mut self) -> TokenStream {
        let site = self.site();
        match self.dice.u32(0..4) {
            0 => quote!(fail(#site)),
            1 => quote!(noisy(#site).some().map(N::touch).ok_or_else(|| Fail(noisy(#site)))),
            2 => {
                let value = self.value();
                quote!(Err(Fail(#value)))
            }
            _ => {
                let number = self.int();
                quote!(Ok(#number))
            }
        }
    }

    fn result_of_value(&mut self) -> TokenStream {
        let site = self.site();
        if self.dice.bool() {
            return quote!(fail_n(#site));
        }
        let value = self.value();
        quote!(Ok(#value))
    }
}
