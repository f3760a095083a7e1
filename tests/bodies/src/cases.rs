//! One case: a function, annotated, beside its twin, and what plays the two.

use crate::{
    maps::{MAPS, Map},
    scope::{Frame, Level, T, Var, ident},
    signatures::{Allowed, Signature},
    whole::Lazy,
    writer::Writer,
};
use proc_macro2::{Group, Ident, Literal, TokenStream, TokenTree};
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

/// In turn.
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

    fn is_async(self) -> bool {
        !matches!(self, Self::Fn { is_async: false } | Self::Method { is_async: false, .. })
    }

    /// Whether the body awaits by itself, and `.await` in an argument means something.
    fn awaits(self) -> bool {
        matches!(self, Self::Fn { is_async: true } | Self::Method { is_async: true, .. } | AsyncTrait)
    }

    fn lazy(self) -> Option<Lazy> {
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
struct Attributes {
    written: Vec<TokenStream>,
    /// What the twin does in the place of the arguments.
    arguments: TokenStream,
    refusal: Option<Refusal>,
    is_named: bool,
}

enum Refusal {
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
        let map = &MAPS[self.dice.usize(0..MAPS.len())];
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
        let (code, play) = functions(form, ret, map, is_hold, &signature, &attributes, &body);
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
        (quote!(#[allow(warnings, clippy::all, clippy::pedantic)] mod #module { use super::*; #code #play }), case)
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

/// The three functions, with what they stand in, and what plays them.
#[expect(clippy::too_many_arguments, reason = "it puts together what all others made")]
fn functions(
    form: Form,
    ret: T,
    map: &Map,
    is_hold: bool,
    signature: &Signature,
    attributes: &Attributes,
    body: &TokenStream,
) -> (TokenStream, TokenStream) {
    let of_map = map.written();
    let Signature { parameters, arguments, setup, generics, .. } = signature;
    let returned = match (form, ret) {
        (Opaque(Lazy::Stream), _) => quote!(impl Stream<Item = i64> + 'a),
        (Pinned(Lazy::Stream | Lazy::EarlyStream), _) => quote!(Pin<Box<dyn Stream<Item = i64> + Send + 'a>>),
        (Opaque(_), _) => {
            let ret = ret.written();
            quote!(impl Future<Output = #ret> + 'a)
        }
        (Pinned(_) | UntilReturn, _) => {
            let ret = ret.written();
            quote!(Pin<Box<dyn Future<Output = #ret> + Send + 'a>>)
        }
        _ => ret.written(),
    };
    let asynchrony = form.awaits().then(|| ident("async"));
    let lifetime = form.lazy().is_some().then(|| quote!('a,));
    let generics = quote!(<#lifetime #(#generics),*>);
    let receiver = match form {
        Form::Method { receiver: Receiver::Ref, .. } | AsyncTrait => Some(quote!(&self,)),
        Form::Method { receiver: Receiver::Mut, .. } => Some(quote!(&mut self,)),
        Form::Method { receiver: Receiver::Own, .. } => Some(quote!(self,)),
        _ => None,
    };
    let function = |name: &str, body: &TokenStream| {
        let name = ident(name);
        quote!(#asynchrony fn #name #generics (#receiver #(#parameters),*) -> #returned { #body })
    };
    let before = &attributes.arguments;
    let refused = match (&attributes.refusal, form) {
        (Some(Refusal::Return(value)), _) => quote!(#before return #value),
        (None, Opaque(Lazy::Stream)) | (Some(Refusal::Boom), Opaque(Lazy::Stream)) => {
            quote!(if add(0, 0) == 0 { boom(1_000_003); } stream(move |_| async move {}))
        }
        (_, Opaque(_)) => {
            let ret = ret.written();
            quote!(if add(0, 0) == 0 { boom(1_000_003); } std::future::pending::<#ret>())
        }
        _ => quote!(#before boom(1_000_003)),
    };
    let of_twin = chosen(body.clone(), 0);
    let twin = function("twin", &if before.is_empty() { of_twin } else { quote!(#before { #of_twin }) });
    let written = &attributes.written;
    let annotated = function("annotated", &chosen(body.clone(), 1));
    let annotated = quote!(#(#written)* #annotated);
    let refused = function("refused", &refused);

    let uses_static = written[0].to_string().contains("MAP") && !is_hold;
    let is_shared = map.is_shared;
    let has_second = written.len() > 1;
    let (mut maps, mut set) = (quote!(), quote!(Set::new(run, who)));
    if is_hold {
        maps = quote!(let gauge = Arc::new(Gauge::default()););
        set = quote!(#set.gauge(&gauge));
    } else if uses_static {
        maps = quote!(let map: &'static M = &*MAP;);
        set = quote!(#set.map(map, #is_shared));
    } else {
        maps = quote!(#maps let map = Arc::new(<M as Subject>::fresh()););
        set = quote!(#set.map(Arc::clone(&map), #is_shared));
    }
    if has_second {
        maps = quote!(#maps let second = Arc::new(<UniqueMap<Key, Val> as Subject>::fresh()););
        set = quote!(#set.map(Arc::clone(&second), false));
    }
    let play = ident(match form {
        Opaque(Lazy::Stream) | Pinned(Lazy::Stream | Lazy::EarlyStream) => "stream",
        _ if form.is_async() => "future",
        _ => "sync",
    });
    let me = match form {
        Form::Method { receiver: Receiver::Own, .. } => quote!(S { map: Arc::clone(&map), field: outer(990) }.),
        Form::Method { .. } | AsyncTrait => quote!(me.),
        _ => quote!(),
    };
    let makes_me = match form {
        Form::Method { receiver: Receiver::Own, .. } => quote!(),
        Form::Method { .. } | AsyncTrait => quote!(let mut me = S { map: Arc::clone(&map), field: lent(990) };),
        _ => quote!(),
    };
    let play = quote! {
        pub(super) fn play(run: &Run, who: Who) -> Observed {
            #maps
            let set = #set;
            #(#setup)*
            #makes_me
            match who {
                Who::Twin => set.#play(|| #me twin(#(#arguments),*)),
                Who::Annotated => set.#play(|| #me annotated(#(#arguments),*)),
                Who::Refused => set.#play(|| #me refused(#(#arguments),*)),
            }
        }
    };
    let service = quote!(
        struct S {
            map: Arc<M>,
            field: N,
        }
    );
    let functions = match form {
        Form::Method { .. } => quote!(#service impl S { #twin #annotated #refused }),
        AsyncTrait => {
            let head = |name: &str| {
                let name = ident(name);
                quote!(async fn #name(#receiver #(#parameters),*) -> #returned;)
            };
            let heads = ["twin", "annotated", "refused"].map(head);
            quote! {
                #service
                #[async_trait::async_trait]
                trait Handler { #(#heads)* }
                #[async_trait::async_trait]
                impl Handler for S { #twin #annotated #refused }
            }
        }
        _ => quote!(#twin #annotated #refused),
    };
    let of_static = uses_static.then(|| {
        quote!(
            static MAP: LazyLock<M> = LazyLock::new(<M as Subject>::fresh);
        )
    });
    let of_map = (!is_hold).then(|| quote!(type M = #of_map;));
    (quote!(#of_map #of_static #functions), play)
}

/// One of the two sides of each `either!`.
fn chosen(code: TokenStream, side: usize) -> TokenStream {
    let tokens: Vec<_> = code.into_iter().collect();
    let mut written = TokenStream::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(name) if name == "either" => {
                let Some(TokenTree::Group(sides)) = tokens.get(at + 2) else { unreachable!("`either!` has its sides") };
                let Some(TokenTree::Group(of_side)) = sides.stream().into_iter().nth(side) else {
                    unreachable!("`either!` has two sides")
                };
                written.extend(chosen(of_side.stream(), side));
                at += 3;
                continue;
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), chosen(group.stream(), side));
                inner.set_span(group.span());
                written.extend([TokenTree::Group(inner)]);
            }
            token => written.extend([token.clone()]),
        }
        at += 1;
    }
    written
}
