//! Headers of answers as values of their types.

use std::collections::BTreeMap;

use http::HeaderMap;

use crate::rendered::{ListPets, Pet};
use crate::runtime::header::{self, DeclaredHeaders};
use crate::runtime::{Error, Undeclared};
use crate::support::{Server, World, client, reply};

/// What the generator would write for `X-Count` and `X-Pet`.
#[derive(Debug, PartialEq)]
pub struct PetHeaders {
    pub count: Option<i64>,
    pub pet: Option<Pet>,
}

impl From<&HeaderMap> for PetHeaders {
    fn from(headers: &HeaderMap) -> Self {
        Self { count: header::value(headers, "x-count"), pet: header::object(headers, "x-pet") }
    }
}

impl DeclaredHeaders for ListPets {
    type Headers = PetHeaders;
}

impl DeclaredHeaders for Undeclared {
    type Headers = PetHeaders;
}

fn rex() -> Pet {
    Pet { id: 7, name: "12".to_owned() }
}

#[tokio::test]
async fn headers_of_a_success_and_of_an_error() {
    let headers = || PetHeaders { count: Some(3), pet: Some(rex()) };
    let answer = |status, body| reply(status, body).with("x-count", "3").with("x-pet", "id,7,name,12");
    let server = Server::new([answer(200, "[1]"), answer(404, "")]);
    let call = client(&server, &World::default()).list_pets();
    assert_eq!(call.clone().into_response().await.unwrap().declared_headers(), headers());
    let error: Error<Undeclared> = call.into_response().await.unwrap_err();
    assert_eq!(error.declared_headers(), Some(headers()));
}

fn map(values: &[&str]) -> HeaderMap {
    values.iter().map(|value| ("x-h".parse::<http::HeaderName>().unwrap(), value.parse().unwrap())).collect()
}

#[test]
fn values_are_what_they_look_like_or_text() {
    assert_eq!(header::text(&map(&["a, b"]), "x-h").as_deref(), Some("a, b"));
    assert_eq!(header::value(&map(&[" 7 "]), "x-h"), Some(7_i64));
    assert_eq!(header::value(&map(&["7"]), "x-h"), Some("7".to_owned()));
    assert_eq!(header::value(&map(&["true"]), "x-h"), Some(true));
    assert_eq!(header::value::<i64>(&map(&["x"]), "x-h"), None);
    assert_eq!(header::value(&map(&["{\"id\": 7, \"name\": \"12\"}"]), "x-h"), Some(rex()));
    assert_eq!(header::value::<i64>(&map(&[]), "x-h"), None);
}

#[test]
fn lists_go_on_in_further_headers() {
    assert_eq!(header::list(&map(&["1, 2", "3"]), "x-h"), Some(vec![1_i64, 2, 3]));
    assert_eq!(header::list(&map(&["1,a"]), "x-h"), Some(vec!["1".to_owned(), "a".to_owned()]));
    assert_eq!(header::list(&map(&[""]), "x-h"), Some(Vec::<i64>::new()));
    assert_eq!(header::list::<i64>(&map(&["1,a"]), "x-h"), None);
    assert_eq!(header::list::<i64>(&map(&[]), "x-h"), None);
}

#[test]
fn each_cookie_that_is_set_is_an_item() {
    let cookies = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"];
    let name: http::HeaderName = "set-cookie".parse().unwrap();
    let headers: HeaderMap = cookies.iter().map(|cookie| (name.clone(), cookie.parse().unwrap())).collect();
    assert_eq!(header::list(&headers, "Set-Cookie"), Some(cookies.map(str::to_owned).to_vec()));
    assert_eq!(header::list::<String>(&map(&[]), "set-cookie"), None);
}

#[test]
fn objects_are_pairs_exploded_or_not() {
    for text in ["id,7,name,12", "name=12, id=7", "name=12,id=7,other=x", "id,7,name,12,other,x"] {
        assert_eq!(header::object(&map(&[text]), "x-h"), Some(rex()), "{text}");
    }
    let strings: BTreeMap<String, String> = header::object(&map(&["a=1,b=true,c=x\"y"]), "x-h").unwrap();
    assert_eq!(strings.into_values().collect::<Vec<_>>(), ["1", "true", "x\"y"]);
    for text in ["id=x,name=y", "id=7", "", "id,7,name,12,odd", "name=12,id=7,odd"] {
        assert_eq!(header::object::<Pet>(&map(&[text]), "x-h"), None, "{text}");
    }
}
