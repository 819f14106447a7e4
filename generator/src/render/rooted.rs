//! Paths of other crates in a module that has a module of the same name.
//!
//! `uuid::Uuid` beside `mod uuid` is the module's; `::uuid::Uuid` is always the crate's. The two colons are written only
//! where they make a difference.

use proc_macro2::{Group, Punct, Spacing, TokenStream, TokenTree};

/// The crates that generated types mention by path.
const CRATES: &[&str] =
    &["bytes", "chrono", "core", "http", "jiff", "rust_decimal", "serde", "serde_json", "std", "time", "url", "uuid"];

/// The tokens with a root before each path of a crate that one of these modules hides.
pub(super) fn rooted<'a>(tokens: TokenStream, modules: impl Iterator<Item = &'a str>) -> TokenStream {
    let hidden: Vec<&str> = modules.filter(|module| CRATES.contains(module)).collect();
    if hidden.is_empty() { tokens } else { root(tokens, &hidden) }
}

fn root(tokens: TokenStream, hidden: &[&str]) -> TokenStream {
    let mut rooted: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => {
                let leads = is_colon(tokens.peek(), Spacing::Joint) && !ends_in_path(&rooted);
                if leads && hidden.iter().any(|name| ident == name) {
                    rooted.extend(colons());
                }
                rooted.push(TokenTree::Ident(ident));
            }
            TokenTree::Group(group) => rooted.push(TokenTree::Group(root_group(&group, hidden))),
            TokenTree::Punct(_) | TokenTree::Literal(_) => rooted.push(token),
        }
    }
    rooted.into_iter().collect()
}

fn root_group(group: &Group, hidden: &[&str]) -> Group {
    let mut inner = Group::new(group.delimiter(), root(group.stream(), hidden));
    inner.set_span(group.span());
    inner
}

/// The first colon of `::` is joint to the second; the one of `name: Type` stands alone.
fn is_colon(token: Option<&TokenTree>, spacing: Spacing) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == spacing)
}

fn ends_in_path(tokens: &[TokenTree]) -> bool {
    let [.., first, second] = tokens else { return false };
    is_colon(Some(first), Spacing::Joint) && is_colon(Some(second), Spacing::Alone)
}

fn colons() -> [TokenTree; 2] {
    let colon = |spacing| TokenTree::Punct(Punct::new(':', spacing));
    [colon(Spacing::Joint), colon(Spacing::Alone)]
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::rooted;

    #[test]
    fn a_path_of_a_hidden_crate_begins_at_the_root() {
        let tokens = quote!(pub uuid: Option<uuid::Uuid>, pub own: crate::types::uuid::Kind, pub time: time::Time);
        let wanted = quote!(pub uuid: Option<::uuid::Uuid>, pub own: crate::types::uuid::Kind, pub time: time::Time);
        assert_eq!(rooted(tokens, ["uuid", "kind"].into_iter()).to_string(), wanted.to_string());
    }
}
