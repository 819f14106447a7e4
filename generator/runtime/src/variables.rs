//! Clients from environment variables. Nothing else looks at them.

use super::{ClientBuilder, ClientCredentials, Credential, Document, Scheme, SchemeKind};

/// The builder of a client of `document` with the base URL and the credentials that environment variables have, as
/// [`from_variables`] has it. What is not UTF-8 is a mistake as soon as it is used.
pub fn from_env(document: &'static Document, prefix: &str) -> ClientBuilder {
    from_variables(document, prefix, |name| Some(std::env::var_os(name)?.to_string_lossy().into_owned()))
}

/// The builder of a client of `document` with what `look_up` finds for the names of variables. What is not there, or empty,
/// is not set.
///
/// With the prefix `PETS`, `PETS_BASE_URL` is the base URL, and `PETS_API_KEY` the credential of the scheme whose setter
/// is `api_key`: a key or token, or `user:password` for HTTP basic. Where tokens are had for client credentials (OAuth
/// 2.0) and the setter is `oauth`, these are `PETS_OAUTH_CLIENT_ID` and `PETS_OAUTH_CLIENT_SECRET`.
pub fn from_variables(
    document: &'static Document,
    prefix: &str,
    look_up: impl Fn(&str) -> Option<String>,
) -> ClientBuilder {
    let look_up = |name: &str| look_up(&format!("{prefix}_{name}")).filter(|value| !value.is_empty());
    let builder = ClientBuilder::new(document);
    let builder = match look_up("BASE_URL") {
        Some(url) => builder.base_url(url),
        None => builder,
    };
    let credentials = document.schemes.iter().enumerate();
    let credentials = credentials.filter_map(|(index, scheme)| Some((index, credential(scheme, &look_up)?)));
    credentials.fold(builder, |builder, (index, credential)| builder.credential(index, credential))
}

fn credential(scheme: &Scheme, look_up: &dyn Fn(&str) -> Option<String>) -> Option<Credential> {
    let name = scheme.setter.to_uppercase();
    let value = look_up(&name);
    match scheme.kind {
        SchemeKind::Basic => {
            let value = value?;
            // A user without a password is a user.
            let (user, password) = value.split_once(':').unwrap_or((&value, ""));
            Some(Credential::basic(user, password))
        }
        SchemeKind::OAuth2 { .. } => {
            let application = look_up(&format!("{name}_CLIENT_ID")).zip(look_up(&format!("{name}_CLIENT_SECRET")));
            let application = application.map(|(id, secret)| ClientCredentials::new(id, secret).into());
            application.or(value.map(Credential::new))
        }
        SchemeKind::Bearer | SchemeKind::ApiKey { .. } => value.map(Credential::new),
    }
}
