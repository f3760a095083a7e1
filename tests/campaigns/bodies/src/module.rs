//! The module of one case: the three functions, and what plays them.

use crate::{
    attributes::{Attributes, Refusal},
    either::chosen,
    forms::{
        Form::{self, AsyncTrait, Opaque, Pinned, UntilReturn},
        Receiver,
    },
    maps::Map,
    scope::{T, ident},
    signatures::Signature,
    whole::Lazy,
};
use proc_macro2::TokenStream;
use quote::quote;

/// What a module is made of.
pub(crate) struct Parts<'a> {
    pub(crate) form: Form,
    pub(crate) ret: T,
    pub(crate) map: &'a Map,
    pub(crate) is_hold: bool,
    pub(crate) signature: &'a Signature,
    pub(crate) attributes: &'a Attributes,
    pub(crate) body: &'a TokenStream,
}

impl Parts<'_> {
    fn uses_static(&self) -> bool {
        !self.is_hold && self.attributes.written[0].to_string().contains("MAP")
    }

    pub(crate) fn module(&self) -> TokenStream {
        let (functions, play) = (self.in_place(), self.play());
        let of_map = self.map.written();
        let of_map = (!self.is_hold).then(|| quote!(type M = #of_map;));
        let of_static = self.uses_static().then(|| {
            quote!(
                static MAP: LazyLock<M> = LazyLock::new(<M as Subject>::fresh);
            )
        });
        quote!(#of_map #of_static #functions #play)
    }

    /// With what comes before their parameters.
    fn three(&self) -> (Option<TokenStream>, [TokenStream; 3]) {
        let Self { form, ret, attributes, body, .. } = *self;
        let Signature { parameters, generics, .. } = self.signature;
        let returned = self.returned();
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
            (None | Some(Refusal::Boom), Opaque(Lazy::Stream)) => {
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
        let refused = function("refused", &refused);
        (receiver, [twin, quote!(#(#written)* #annotated), refused])
    }

    fn returned(&self) -> TokenStream {
        match (self.form, self.ret) {
            (Opaque(Lazy::Stream), _) => quote!(impl Stream<Item = i64> + 'a),
            (Pinned(Lazy::Stream | Lazy::EarlyStream), _) => quote!(Pin<Box<dyn Stream<Item = i64> + Send + 'a>>),
            (Opaque(_), _) => {
                let ret = self.ret.written();
                quote!(impl Future<Output = #ret> + 'a)
            }
            (Pinned(_) | UntilReturn, _) => {
                let ret = self.ret.written();
                quote!(Pin<Box<dyn Future<Output = #ret> + Send + 'a>>)
            }
            (_, ret) => ret.written(),
        }
    }

    /// Where such functions stand.
    fn in_place(&self) -> TokenStream {
        let (receiver, [twin, annotated, refused]) = self.three();
        let (returned, parameters) = (self.returned(), &self.signature.parameters);
        let service = quote!(
            struct S {
                map: Arc<M>,
                field: N,
            }
        );
        match self.form {
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
        }
    }

    fn play(&self) -> TokenStream {
        let Self { form, is_hold, .. } = *self;
        let Signature { arguments, setup, .. } = self.signature;
        let is_shared = self.map.is_shared;
        let (mut maps, mut set) = (quote!(), quote!(Set::new(run, who)));
        if is_hold {
            maps = quote!(let gauge = Arc::new(Gauge::default()););
            set = quote!(#set.gauge(&gauge));
        } else if self.uses_static() {
            maps = quote!(let map: &'static M = &*MAP;);
            set = quote!(#set.map(map, #is_shared));
        } else {
            maps = quote!(#maps let map = Arc::new(<M as Subject>::fresh()););
            set = quote!(#set.map(Arc::clone(&map), #is_shared));
        }
        if self.attributes.written.len() > 1 {
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
        quote! {
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
        }
    }
}
