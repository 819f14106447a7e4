//! What the lock says of the client as a whole.

use super::{Item, item};
use crate::lock::NO_CREDENTIAL;
use crate::model::{Api, ApiKeyLocation, Scheme, SchemeKind};
use crate::names::source_text;

/// The constructor, the credentials, the base URL, and the features of the tags.
pub(super) fn items(api: &Api) -> Vec<Item> {
    let mut items = vec![constructor(api)];
    items.extend(api.schemes.iter().map(|scheme| {
        item("auth", &format!("ClientBuilder::{}", setter(scheme)), &[kind(scheme)], &scheme.identity())
    }));
    items.extend(api.base_url.iter().map(|url| item("base", "Client::DEFAULT_BASE_URL", &[], url)));
    items.extend(api.tags.iter().map(|tag| item("feat", &tag.feature, &[], &format!("tag {}", tag.name))));
    items
}

/// What `Client::new` takes.
fn constructor(api: &Api) -> Item {
    let scheme = api.credential.and_then(|index| api.schemes.get(index));
    let arguments = match scheme {
        None => "()".to_owned(),
        Some(Scheme { kind: SchemeKind::Basic, .. }) => "(user, password)".to_owned(),
        Some(scheme) => format!("({})", setter(scheme)),
    };
    let identity = scheme.map_or_else(|| NO_CREDENTIAL.to_owned(), Scheme::identity);
    item("new", "Client::new", &[arguments], &identity)
}

fn setter(scheme: &Scheme) -> String {
    source_text(scheme.name.snake())
}

/// `bearer`, `header X-Key`: what a credential is sent as. Of a basic one, the setter takes two parts.
fn kind(scheme: &Scheme) -> String {
    match &scheme.kind {
        SchemeKind::Bearer => "bearer".to_owned(),
        SchemeKind::OAuth2 { .. } => "oauth2".to_owned(),
        SchemeKind::Basic => "basic".to_owned(),
        SchemeKind::ApiKey { location: ApiKeyLocation::Header, parameter } => format!("header {parameter}"),
        SchemeKind::ApiKey { location: ApiKeyLocation::Query, parameter } => format!("query {parameter}"),
        SchemeKind::ApiKey { location: ApiKeyLocation::Cookie, parameter } => format!("cookie {parameter}"),
    }
}
