//! The types of the values that a type contains, as far as its tokens show.

use syn::{GenericArgument, Generics, PathArguments, PathSegment, Type, TypePath};

/// The generic parameters of the function, which tell whether an argument such as `N` is a type or a number.
pub(crate) struct Parameters<'a>(pub(crate) &'a Generics);

impl Parameters<'_> {
    /// An argument that is a single name without a lower-case letter may be a constant, unless it is a type parameter of the
    /// function. The parameters of an `impl` around the function are unknown.
    fn may_be_constant(&self, argument: &Type) -> bool {
        let path = match argument {
            Type::Group(fragment) => return self.may_be_constant(&fragment.elem),
            Type::Path(TypePath { qself: None, path, .. }) => path,
            _ => return false,
        };
        let Some(name) = path.get_ident() else { return false };
        if self.0.const_params().any(|parameter| parameter.ident == *name) {
            return true;
        }
        let is_declared = self.0.type_params().any(|parameter| parameter.ident == *name);
        !is_declared && !name.to_string().contains(char::is_lowercase)
    }
}

/// The first type arguments of these are values that they contain, also if they look like constants.
const CONTAINERS: [&str; 4] = ["Result", "Option", "Vec", "Box"];

/// Whether the check of a type with this name, which may be an alias, covers its first argument, too.
pub(crate) fn is_container(returned: &Type) -> bool {
    last_segment(returned).is_some_and(|last| CONTAINERS.iter().any(|name| last.ident == name))
}

pub(crate) fn is_box(returned: &Type) -> bool {
    last_segment(returned).is_some_and(|last| last.ident == "Box")
}

fn last_segment(returned: &Type) -> Option<&PathSegment> {
    match returned {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The types of the values in the type: of elements, and the type arguments of the last segment of a path.
pub(crate) fn contents<'a>(returned: &'a Type, parameters: &Parameters<'_>) -> Vec<&'a Type> {
    match returned {
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Array(array) => vec![&array.elem],
        Type::Slice(slice) => vec![&slice.elem],
        Type::Path(path) => path.path.segments.last().map_or_else(Vec::new, |last| {
            let is_container = CONTAINERS.iter().any(|name| last.ident == name);
            contained(last)
                .into_iter()
                .filter(|argument| is_container || !parameters.may_be_constant(argument))
                .collect()
        }),
        _ => Vec::new(),
    }
}

/// The type arguments of a segment whose values the type contains, constants among them.
///
/// A lazy error does not occur in practice. The others contain no value of the type, or none that runs or is read where
/// this function returns it; an `Attached` carries an entry already.
pub(crate) fn contained(segment: &PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return Vec::new() };
    let name = segment.ident.to_string();
    let values = match &*name {
        "Result" => 1,
        "PhantomData" | "Weak" | "Attached" => 0,
        _ if name.ends_with("Sender") || name.ends_with("Receiver") => 0,
        // After the values comes the hasher.
        _ if name.ends_with("Map") => 2,
        _ if name.ends_with("Set") => 1,
        _ => usize::MAX,
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    });
    types.take(values).collect()
}

#[cfg(test)]
mod tests {
    use super::{Parameters, contents};
    use quote::ToTokens;
    use syn::{Generics, Type, parse_quote};

    #[test]
    fn contained_are_elements_and_type_arguments_without_constants_errors_hashers_and_what_holds_no_value() {
        let generics: Generics = parse_quote!(<F, const LENGTH: usize, const size: usize>);
        for (returned, expected) in [
            ("(A, B)", &["A", "B"][..]),
            ("[A; 2]", &["A"]),
            ("Response<Body>", &["Body"]),
            ("a::Response<Body, a::N>", &["Body", "a :: N"]),
            ("Wrapper<'a, F, 3, { 2 + 1 }>", &["F"]),
            ("ArrayVec<Reply, N>", &["Reply"]),
            ("ArrayVec<Reply, LENGTH>", &["Reply"]),
            ("ArrayVec<Reply, size>", &["Reply"]),
            ("ArrayVec<Reply, MAX_2>", &["Reply"]),
            ("Option<T>", &["T"]),
            ("Result<T, Error>", &["T"]),
            ("HashMap<Id, Reply, State>", &["Id", "Reply"]),
            ("IndexSet<Reply, State>", &["Reply"]),
            ("PhantomData<Reply>", &[]),
            ("mpsc::UnboundedSender<Reply>", &[]),
            ("Attached<Guard, Reply>", &[]),
            ("Service<Future = Reply>", &[]),
            ("dyn Fn(Reply) -> Reply", &[]),
            ("Sink<dyn Fn(Reply)>", &["dyn Fn (Reply)"]),
            ("&Reply", &[]),
            ("*const Reply", &[]),
            ("fn() -> Reply", &[]),
        ] {
            let parsed: Type = syn::parse_str(returned).unwrap_or_else(|error| panic!("{returned}: {error}"));
            let found: Vec<_> = contents(&parsed, &Parameters(&generics))
                .into_iter()
                .map(|part| part.to_token_stream().to_string())
                .collect();
            assert_eq!(found, expected, "{returned}");
        }
    }
}
