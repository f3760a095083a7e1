//! Copies of our attribute. An attribute of another crate may make a second function, and give it the attributes that stand
//! below its own. Recognised by the name of that function:
//!
//! ```text
//! #[server] #[scoped_entry(…)] async fn load() { … }   ─►   #[scoped_entry(…)] async fn load() { __server_load().await }
//!                                                           #[doc(hidden)] #[scoped_entry(…)] async fn __server_load() { … }
//! ```

use super::{arguments::Form, function::Function};
use crate::{diagnostics::Diagnostics, tokens::attributes_end};
use proc_macro2::TokenTree;

/// Whether the function is what `#[wasm_bindgen]` makes for JavaScript to call. It calls the annotated function, which has the
/// attribute already.
pub(crate) fn is_wasm_export(function: &Function) -> bool {
    function.signature.abi.is_some() && function.name().to_string().starts_with("__wasm_bindgen_generated_")
}

/// Reports the second function of leptos's `#[server]`: each of both would make an entry.
pub(crate) fn report(function: &Function, form: Form, diagnostics: &mut Diagnostics) {
    if is_server_function(function) {
        let attribute = form.name();
        diagnostics.at(
            function.name().span(),
            format!(
                "put `#[{attribute}(…)]` above `#[server]`: below, it is on two functions, of which one calls the other"
            ),
        );
    }
}

fn is_server_function(function: &Function) -> bool {
    let head: Vec<_> = function.head.clone().into_iter().collect();
    let is_hidden = |attribute: &TokenTree| attribute.to_string().replace(' ', "") == "[doc(hidden)]";
    function.name().to_string().starts_with("__server_") && head[..attributes_end(&head)].iter().any(is_hidden)
}

#[cfg(test)]
mod tests {
    use crate::expand::{scoped_entry, single_flight};
    use quote::quote;

    #[test]
    fn the_second_function_of_server_is_refused() {
        let arguments = quote!(map = MAP, key = 1);
        let copy = quote!(
            #[doc(hidden)]
            #[allow(unused)]
            pub async fn __server_load() {}
        );
        for expanded in [scoped_entry(arguments.clone(), &copy), single_flight(arguments.clone(), &copy)] {
            let expanded = expanded.to_string();
            assert!(expanded.starts_with(&copy.to_string()), "{expanded}");
            assert!(expanded.contains("above `#[server]`"), "{expanded}");
        }
        for other in [
            quote!(
                pub async fn __server_load() {}
            ),
            quote!(
                #[doc(hidden)]
                pub async fn server_load() {}
            ),
        ] {
            let expanded = scoped_entry(arguments.clone(), &other).to_string();
            assert!(!expanded.contains("compile_error"), "{expanded}");
        }
    }

    #[test]
    fn the_export_of_wasm_bindgen_stays_as_it_is() {
        let export = quote! {
            pub unsafe extern "C-unwind" fn __wasm_bindgen_generated_load(arg0_1: u32) -> Ret {
                load(arg0_1).into()
            }
        };
        let others = [
            quote!(
                extern "C" fn load(id: u32) -> u32 {
                    id
                }
            ),
            quote!(
                fn __wasm_bindgen_generated_load(id: u32) -> u32 {
                    id
                }
            ),
        ];
        for expand in [scoped_entry, single_flight] {
            let is_left = |item| expand(quote!(map = MAP, key = id), item).to_string() == item.to_string();
            assert!(is_left(&export));
            assert!(!others.iter().any(is_left));
        }
    }
}
