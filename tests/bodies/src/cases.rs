//! One case: a function, annotated, beside its twin, and what plays the two.

use crate::{
    maps::{MAPS, Map},
    module::Parts,
    scope::{Frame, Level, T, Var, ident},
    signatures::{Allowed, Signature},
    whole::Lazy,
    writer::Writer,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Fn { is_async: bool },
    Method { is_async: bool, receiver: Receiver },
    AsyncTrait,
    Opaque(Lazy),
    Pinned(Lazy),
    UntilReturn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Receiver {
    Ref,
    Mut,
    Own,
}

use Form::{AsyncTrait, Opaque, Pinned, UntilReturn};

/// In turn, as the maps are: in time, each form meets each map.
const FORMS: [Form; 24] = [
    Form::Fn { is_async: false },
    Form::Fn { is_async: true },
    Form::Method { is_async: false, receiver: Receiver::Ref },
    Form::Method { is_async: true, receiver: Receiver::Ref },
    Form::Fn { is_async: false },
    Form::Fn { is_async: true },
    Form::Method { is_async: false, receiver: Receiver::Mut },
    Form::Method { is_async: true, receiver: Receiver::Mut },
    AsyncTrait,
    Form::Method { is_async: false, receiver: Receiver::Own },
    Form::Method { is_async: true, receiver: Receiver::Own },
    Opaque(Lazy::Literal),
    Opaque(Lazy::Other),
    Opaque(Lazy::EarlyOther),
    Pinned(Lazy::Literal),
    Pinned(Lazy::Other),
    Form::Fn { is_async: false },
    Form::Fn { is_async: true },
    Pinned(Lazy::EarlyLiteral),
    Pinned(Lazy::EarlyOther),
    Opaque(Lazy::Stream),
    Pinned(Lazy::Stream),
    Pinned(Lazy::EarlyStream),
    UntilReturn,
];

impl Form {
    fn of(index: u64) -> Self {
        FORMS[usize::try_from(index).unwrap_or_default() % FORMS.len()]
    }

    fn name(self) -> String {
        match self {
            Self::Fn { is_async: false } => "fn".into(),
            Self::Fn { is_async: true } => "async fn".into(),
            Self::Method { is_async, receiver } => {
                format!("{}method of {receiver:?}", if is_async { "async " } else { "" })
            }
            AsyncTrait => "#[async_trait] method".into(),
            Opaque(Lazy::Stream) => "impl Stream".into(),
            Pinned(lazy @ (Lazy::Stream | Lazy::EarlyStream)) => format!("Pin<Box<dyn Stream>> {lazy:?}"),
            Opaque(lazy) => format!("impl Future {lazy:?}"),
            Pinned(lazy) => format!("Pin<Box<dyn Future>> {lazy:?}"),
            UntilReturn => "until = return".into(),
        }
    }

    pub(crate) fn is_async(self) -> bool {
        !matches!(self, Self::Fn { is_async: false } | Self::Method { is_async: false, .. })
    }

    /// Whether the body awaits by itself, and `.await` in an argument means something.
    pub(crate) fn awaits(self) -> bool {
        matches!(self, Self::Fn { is_async: true } | Self::Method { is_async: true, .. } | AsyncTrait)
    }

    pub(crate) fn lazy(self) -> Option<Lazy> {
        match self {
            Opaque(lazy) | Pinned(lazy) => Some(lazy),
            UntilReturn => Some(Lazy::EarlyLiteral),
            _ => None,
        }
    }

    fn is_in_closure(self) -> bool {
        matches!(self, Opaque(Lazy::EarlyOther) | Pinned(Lazy::EarlyLiteral | Lazy::EarlyOther | Lazy::EarlyStream))
    }

    fn extent(self, is_named: bool) -> Ident {
        ident(match self {
            _ if is_named => "Named",
            UntilReturn => "Return",
            Pinned(Lazy::EarlyLiteral) => "LiteralOrAttached",
            Opaque(Lazy::Literal) | Pinned(Lazy::Literal) => "Literal",
            Opaque(_) | Pinned(_) => "Attached",
            _ => "Body",
        })
    }
}

/// What the attributes say, and what that takes.
pub(crate) struct Attributes {
    pub(crate) written: Vec<TokenStream>,
    /// What the twin does in the place of the arguments.
    pub(crate) arguments: TokenStream,
    pub(crate) refusal: Option<Refusal>,
    is_named: bool,
}

pub(crate) enum Refusal {
    Return(TokenStream),
    Boom,
}

/// The sites of what stands in the attributes: see the stage's `compare`.
fn argument_site(at: u32) -> Literal {
    Literal::u32_unsuffixed(1_000_000 + at)
}

impl Writer {
    /// A module for one case, and the expression of its `Case`, without the source.
    pub(crate) fn case(&mut self, index: u64, module: &Ident) -> (TokenStream, TokenStream) {
        let form = Form::of(index);
        let map = &MAPS[usize::try_from(index).unwrap_or_default() % MAPS.len()];
        let is_hold = !matches!(form, Form::Method { .. } | AsyncTrait) && self.one_in(12);
        let is_stream = matches!(form.lazy(), Some(Lazy::Stream | Lazy::EarlyStream));
        let rets = [T::Int, T::ResInt, T::OptInt, T::N, T::ResN, T::OptN, T::ResInt, T::Unit];
        let ret = if is_stream { T::Unit } else { rets[self.dice.usize(0..rets.len())] };
        let is_lazy = form.lazy().is_some();
        let mut signature = self.signature(Allowed {
            references: !is_lazy,
            discards: form != AsyncTrait,
            generics: matches!(form, Form::Fn { .. }),
            // Where a parameter's destructor panics, rustc leaks what is being returned, and the entry with it.
            explosive: !is_lazy,
        });
        if form == Opaque(Lazy::EarlyOther) {
            signature = Signature::default();
            signature.parameters = vec![quote!(p0: N), quote!(p1: N)];
            signature.arguments = vec![quote!(lent(900)), quote!(lent(902))];
            signature.declare(&quote!(p0), T::N, false);
        }
        let (operand, held) = self.owner(form, is_hold, &mut signature);
        let attributes = self.attributes(form, ret, (!is_hold).then_some(map), &operand, &mut signature);
        let body = self.body(form, ret, &signature, held, attributes.is_named);
        let code =
            Parts { form, ret, map, is_hold, signature: &signature, attributes: &attributes, body: &body }.module();
        let name = module.to_string();
        let (form_name, map_name) = (form.name(), if is_hold { "hold" } else { map.name });
        let extent = form.extent(attributes.is_named);
        let (is_in_closure, is_async, refuses) = (form.is_in_closure(), form.is_async(), attributes.refusal.is_some());
        let case = quote! {
            name: #name,
            form: #form_name,
            map: #map_name,
            extent: Extent::#extent,
            is_in_closure: #is_in_closure,
            is_async: #is_async,
            refuses: #refuses,
            play: #module::play,
        };
        (quote!(#[allow(warnings, clippy::all, clippy::pedantic)] mod #module { use super::*; #code }), case)
    }

    /// How the function comes by its map: what the attribute names, and what the body can hold.
    fn owner(&mut self, form: Form, is_hold: bool, signature: &mut Signature) -> (TokenStream, Option<TokenStream>) {
        let is_lazy = form.lazy().is_some();
        if is_hold {
            signature.parameters.push(quote!(gauge: &Arc<Gauge>));
            signature.arguments.push(quote!(&gauge));
            return (quote!(gauge.up()), None);
        }
        let mut parameter = |of: TokenStream, argument: TokenStream| {
            signature.parameters.push(of);
            signature.arguments.push(argument);
        };
        match form {
            Form::Method { receiver, .. } => {
                let mut field = Var::new(quote!(self.field), T::N);
                (field.is_outer, field.is_mut) = (true, receiver != Receiver::Ref);
                field.is_mut = receiver == Receiver::Mut;
                if receiver != Receiver::Own {
                    field.of = if receiver == Receiver::Mut { T::N } else { T::Ref };
                }
                if receiver == Receiver::Own {
                    signature.vars.push(field);
                }
                let operand = if self.dice.bool() { quote!(self.map) } else { quote!(Arc::clone(&self.map)) };
                (operand, Some(quote!(&*self.map)))
            }
            AsyncTrait => (quote!(self.map), None),
            _ if is_lazy => match self.dice.u32(0..3) {
                0 => {
                    parameter(quote!(map: &'a M), quote!(&*map));
                    (quote!(map), None)
                }
                1 => (quote!(MAP), None),
                _ => {
                    parameter(quote!(map: &Arc<M>), quote!(&map));
                    (quote!(Arc::clone(map)), None)
                }
            },
            _ => match self.dice.u32(0..5) {
                0 => {
                    parameter(quote!(map: &M), quote!(&*map));
                    (quote!(map), Some(quote!(map)))
                }
                1 => {
                    parameter(quote!(map: &Arc<M>), quote!(&map));
                    (quote!(Arc::clone(map)), Some(quote!(&**map)))
                }
                2 => {
                    parameter(quote!(map: Arc<M>), quote!(Arc::clone(&map)));
                    (quote!(map), Some(quote!(&*map)))
                }
                3 => {
                    parameter(quote!(map: &Arc<M>), quote!(&map));
                    (quote!(map), Some(quote!(&**map)))
                }
                _ => (quote!(MAP), Some(quote!(&*MAP))),
            },
        }
    }

    fn attributes(
        &mut self,
        form: Form,
        ret: T,
        map: Option<&Map>,
        operand: &TokenStream,
        signature: &mut Signature,
    ) -> Attributes {
        let until = (form == UntilReturn).then(|| quote!(, until = return));
        let Some(map) = map else {
            let written = vec![quote!(#[scoped_entry(hold = #operand #until)])];
            return Attributes { written, arguments: quote!(), refusal: None, is_named: false };
        };
        let (mut key, mut arguments) = (quote!(key(7)), quote!());
        let site = argument_site(1);
        match self.dice.u32(0..4) {
            0 if ret.is_result() && form.lazy().is_none() => {
                (key, arguments) = (quote!(no_key(#site, 7)?), quote!(no_key(#site, 7)?;));
            }
            1 if form.awaits() => {
                (key, arguments) = (quote!(waited_key(#site, 7).await), quote!(waited_key(#site, 7).await;));
            }
            2 => {
                signature.parameters.push(quote!(id: Key));
                signature.arguments.push(quote!(key(7)));
                key = quote!(id);
            }
            _ => {}
        }
        let value = (map.has_values && self.dice.bool()).then(|| quote!(, value = val()));
        let is_named = form.lazy().is_none() && self.one_in(8);
        let guard = is_named.then(|| quote!(, guard = entry));
        let refusal = (!map.is_shared).then(|| self.refusal(form, ret));
        let occupied = refusal.as_ref().map(|refusal| {
            let refused = match refusal {
                Refusal::Return(value) => quote!(return #value),
                Refusal::Boom => quote!(boom(1_000_003)),
            };
            if self.dice.bool() {
                quote!(, occupied = #refused)
            } else {
                quote!(, occupied = |existing| { let _existing = existing; #refused })
            }
        });
        let mut written = vec![quote!(#[scoped_entry(map = #operand, key = #key #value #occupied #guard #until)])];
        if self.one_in(6) && form != UntilReturn {
            signature.parameters.push(quote!(second: &Arc<UniqueMap<Key, Val>>));
            signature.arguments.push(quote!(&second));
            written.push(quote!(#[scoped_entry(map = Arc::clone(second), key = key(7), occupied = boom(1_000_005))]));
        }
        Attributes { written, arguments, refusal, is_named }
    }

    fn refusal(&mut self, form: Form, ret: T) -> Refusal {
        let value = match ret {
            T::Unit => quote!(()),
            T::Int => quote!(-1),
            T::OptInt | T::OptN => quote!(None),
            T::N => quote!(noisy(1_000_004)),
            _ => quote!(Err(Fail(noisy(1_000_004)))),
        };
        match form {
            _ if self.one_in(4) => Refusal::Boom,
            Pinned(Lazy::Stream | Lazy::EarlyStream) | Opaque(_) => Refusal::Boom,
            Pinned(_) | UntilReturn => Refusal::Return(quote!(Box::pin(std::future::ready(#value)))),
            _ => Refusal::Return(value),
        }
    }

    fn body(
        &mut self,
        form: Form,
        ret: T,
        signature: &Signature,
        held: Option<TokenStream>,
        is_named: bool,
    ) -> TokenStream {
        let is_pinned = matches!(form, Pinned(_) | UntilReturn);
        if form == Opaque(Lazy::EarlyOther) {
            return self.early_opaque(ret, &signature.vars[0]);
        }
        if let Some(lazy) = form.lazy() {
            return self.lazy(lazy, ret, is_pinned, &signature.vars);
        }
        let mut frame = Frame::new(Level::Function, ret, form.is_async());
        frame.vars.clone_from(&signature.vars);
        // A guard that is a local of the body's own may drop before the temporaries of its end do.
        frame.map = held.filter(|_| !is_named);
        let body = self.whole(frame);
        if !is_named {
            return body;
        }
        let site = self.site();
        let drops = crate::statements::either(&quote!(), &quote!(drop(entry);));
        let moves = crate::statements::either(&quote!(), &quote!(let _entry = entry;));
        match self.dice.u32(0..3) {
            0 => quote!({ #drops }; { #body }),
            1 => quote!({ if chance(#site) { #drops } }; { #body }),
            _ => quote!(#moves { #body }),
        }
    }
}
