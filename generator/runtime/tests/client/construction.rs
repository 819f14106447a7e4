use crate::rendered::DOCUMENT;
use crate::runtime::{
    Client, ClientBuilder, Credential, Custom, Document, ErrorKind, OperationInfo, Request, from_env, from_variables,
};
use crate::support::{Server, World, builder, client, reply};

#[test]
fn mistakes_name_the_setter_and_show_no_secret() {
    let url = |url: &str| Client::builder().base_url(url);
    let table = [
        (url("not a url"), "`base_url` is not a URL"),
        (url("/v1"), "`base_url` is not absolute"),
        (url("ftp://example.com"), "`base_url` is neither http nor https"),
        (url("https://me:s3cr3t@example.com"), "`base_url` has a user in it; credentials have setters of their own"),
        (url("https://example.com:99999"), "`base_url` has no number of a port behind its host"),
        (url("https://[::1]:70000/v1"), "`base_url` has no number of a port behind its host"),
        (url("https://example.com/?a=b"), "`base_url` has a query or a fragment"),
        (url("https://example.com/#a"), "`base_url` has a query or a fragment"),
        (url("https://example.com/a/%2e."), "`base_url` has `.` or `..` in its path"),
        (Client::builder().bearer_auth("s3cr3t\n"), "`bearer_auth` has a character that no header can carry"),
        (Client::builder().bearer_auth(""), "`bearer_auth` is empty"),
        (Client::builder().app_key(""), "`app_key` is empty"),
        (Client::builder().basic_auth("a:b", "s3cr3t"), "`basic_auth` has a colon in the user"),
        (Client::builder().credential(9, Credential::new("s3cr3t")), "`credential`: there is no scheme 9"),
        (Client::builder().header("a b", "s3cr3t"), "`header`: `a b` can't be sent"),
        (Client::builder().header("a", "s3cr3t\r\n"), "`header`: `a` can't be sent"),
        (Client::builder().application("a\nb"), "`application` can't be a header"),
    ];
    for (builder, message) in table {
        let error = builder.transport(Server::new([])).build().unwrap_err();
        assert_eq!(error.to_string(), message);
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(!format!("{error:?}").contains("s3cr3t"));
    }
}

#[tokio::test]
async fn the_base_url_keeps_its_path() {
    let table = [
        ("https://gateway/x/v1", "https://gateway/x/v1/pets"),
        ("https://gateway/x/v1/", "https://gateway/x/v1/pets"),
        ("https://gateway", "https://gateway/pets"),
        ("http://localhost:8080/", "http://localhost:8080/pets"),
    ];
    for (base, url) in table {
        let server = Server::new([reply(200, "[]")]);
        let client = builder(&server, &World::default()).base_url(base).bearer_auth("t").build().unwrap();
        client.list_pets().await.unwrap();
        assert_eq!(server.only().uri, url);
    }
}

#[tokio::test]
async fn the_nearest_base_url_counts() {
    let (server, world) = (Server::new([reply(200, "[]")]), World::default());
    client(&server, &world).list_pets().await.unwrap();
    let set = builder(&server, &world).base_url("https://set").bearer_auth("t").build().unwrap();
    set.list_pets().await.unwrap();
    set.list_pets().with_base_url("https://call/v2").await.unwrap();
    let urls: Vec<_> = server.seen().iter().map(|seen| seen.uri.to_string()).collect();
    assert_eq!(urls, ["https://api.example.com/v1/pets", "https://set/pets", "https://call/v2/pets"]);
}

#[tokio::test]
async fn a_document_without_a_host_needs_a_base_url() {
    static BARE: Document = Document { servers: &[], ..DOCUMENT };
    static RELATIVE: Document = Document { servers: &["/v1"], ..DOCUMENT };
    let table = [(&BARE, "the document has none"), (&RELATIVE, "the document's `/v1` is no whole one")];
    for (document, reason) in table {
        let server = Server::new([reply(200, "")]);
        let builder = || ClientBuilder::new(document).transport(server.clone()).environment(World::default());
        let error = builder().build().unwrap().request(http::Method::GET, "/a").await.unwrap_err();
        assert_eq!(error.to_string(), format!("GET /a: no base URL: {reason}, set `base_url`"));
        assert!(server.seen().is_empty());
        // It takes the place of the document's server, path and all.
        let set = builder().base_url("https://h/v2").build().unwrap();
        set.request(http::Method::GET, "/a").await.unwrap();
        assert_eq!(server.only().uri, "https://h/v2/a");
    }
}

type Variables<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn variables_have_the_base_url_and_the_credentials() {
    let table: [(Variables<'_>, &[usize], &str); 6] = [
        (&[], &[], "https://api.example.com/v1/p"),
        (&[("PETS_BASE_URL", "https://here/v2"), ("PETS_APP_KEY", "")], &[], "https://here/v2/p"),
        (&[("PETS_APP_ID", "k3y")], &[3], "https://api.example.com/v1/p?app%20id=k3y"),
        (
            &[("PETS_BASIC_AUTH", "Aladdin:open sesame")],
            &[1],
            "https://api.example.com/v1/p Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
        ),
        (&[("PETS_OAUTH", "t0k3n")], &[5], "https://api.example.com/v1/p Bearer t0k3n"),
        (
            &[("PETS_OAUTH_CLIENT_ID", "i"), ("PETS_OAUTH_CLIENT_SECRET", "s")],
            &[5],
            "https://api.example.com/oauth/token Basic aTpz",
        ),
    ];
    for (variables, security, first) in table {
        let look_up = |name: &str| Some(variables.iter().find(|(known, _)| *known == name)?.1.to_owned());
        let (server, world) = (Server::new([reply(200, "")]), World::default());
        let builder = from_variables(&DOCUMENT, "PETS", look_up).transport(server.clone()).environment(world);
        let security: &'static [&'static [usize]] = Box::leak(Box::new([security]));
        let operation = OperationInfo { security: Some(security), ..OperationInfo::new("op", "GET", "/p") };
        let call = Request::new(Box::leak(Box::new(operation))).call::<Custom>(&builder.build().unwrap());
        // Of what comes behind a request for a token nothing is said here.
        let _ = call.await;
        let seen = &server.seen()[0];
        let proof = seen.header("authorization").map(|proof| format!(" {proof}")).unwrap_or_default();
        assert_eq!(format!("{}{proof}", seen.uri), first);
    }
    let mistakes =
        [("PETS_BASE_URL", "x", "`base_url` is not absolute"), ("PETS_BEARER_AUTH", "t\n", "`bearer_auth` has")];
    for (name, value, start) in mistakes {
        let builder = from_variables(&DOCUMENT, "PETS", |asked| (asked == name).then(|| value.to_owned()));
        let error = builder.transport(Server::new([])).environment(World::default()).build().unwrap_err().to_string();
        assert!(error.starts_with(start), "{error}");
    }
}

/// The environment is that of all tests, so that another process is asked.
#[test]
fn the_environment_is_asked() {
    if std::env::var_os("PETS_BASE_URL").is_none() {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        let child = child.args(["--exact", "construction::the_environment_is_asked"]).env("PETS_BASE_URL", "nowhere");
        let output = child.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        return;
    }
    let builder = from_env(&DOCUMENT, "PETS").transport(Server::new([])).environment(World::default());
    assert_eq!(builder.build().unwrap_err().to_string(), "`base_url` is not absolute");
}

#[tokio::test]
async fn headers_of_client_and_call() {
    let (server, world) = (Server::new([reply(200, "[]")]), World::default());
    let client = builder(&server, &world).application("shop/2").header("x-a", "1").header("x-b", "1").bearer_auth("t");
    client.build().unwrap().list_pets().with_header("x-b", "2").with_query("q", "a b&c").await.unwrap();
    let seen = server.only();
    assert_eq!(seen.header("user-agent"), Some("pets/0.1.0 shop/2"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!((seen.header("x-a"), seen.header("x-b")), (Some("1"), Some("2")));
    assert_eq!(seen.uri.query(), Some("q=a%20b%26c"));
}

#[tokio::test]
async fn a_header_may_have_several_values() {
    let (server, world) = (Server::new([reply(200, "[]")]), World::default());
    let client = builder(&server, &world).header("x-b", "0").bearer_auth("t").build().unwrap();
    let twice = |mut request: crate::runtime::Request| {
        request.headers_mut().append("x-b", "1".parse().unwrap());
        request.headers_mut().append("x-b", "2".parse().unwrap());
        request
    };
    client.list_pets().with_request(twice).await.unwrap();
    let seen = server.only();
    assert_eq!(seen.headers.get_all("x-b").iter().collect::<Vec<_>>(), ["1", "2"], "in place of the client's");
}

#[tokio::test]
async fn a_mistake_in_a_call_is_reported_when_it_is_sent() {
    let (server, world) = (Server::new([reply(200, "[]")]), World::default());
    let client = client(&server, &world);
    let table = [
        (client.list_pets().with_header("a b", "c"), "listPets: `with_header`: `a b` is no name of a header"),
        (client.list_pets().with_header("a", "s3cr3t\n"), "listPets: `with_header`: the value for `a` can't be sent"),
        (client.list_pets().with_base_url("x"), "listPets: `with_base_url` is not absolute"),
        (client.list_pets().with_idempotency_key("\n"), "listPets: `with_idempotency_key` can't be a header"),
    ];
    for (call, message) in table {
        assert_eq!(call.await.unwrap_err().to_string(), message);
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_call_is_a_value() {
    let server = Server::new([reply(200, "[1]"), reply(200, "[2]")]);
    let call = client(&server, &World::default()).list_pets().limit(3);
    assert_eq!(call.clone().await.unwrap(), [1]);
    assert_eq!(tokio::spawn(call.limit(4).into_future()).await.unwrap().unwrap(), [2]);
    let queries: Vec<_> = server.seen().iter().map(|seen| seen.uri.query().unwrap().to_owned()).collect();
    assert_eq!(queries, ["limit=3", "limit=4"]);
}

#[test]
fn debug_shows_no_secret() {
    let (server, world) = (Server::new([]), World::default());
    let builder = builder(&server, &world).bearer_auth("s3cr3t").header("x-key", "s3cr3t").app_id("s3cr3t");
    let text = format!("{builder:?}");
    let client = builder.build().unwrap();
    let call = client.get_pet("7").with_credential("s3cr3t").with_header("a", "s3cr3t").with_query("b", "s3cr3t");
    let text = text + &format!("{client:?} {call:?} {:?}", call.clone().send());
    let text = text + &format!("{:?} {:?}", Credential::new("s3cr3t"), Credential::basic("me", "s3cr3t"));
    assert!(!text.contains("s3cr3t"), "{text}");
}

#[test]
fn an_error_is_one_word() {
    assert_eq!(size_of::<crate::runtime::Error>(), size_of::<usize>());
    assert_eq!(size_of::<crate::runtime::Error<crate::rendered::GetPetError>>(), size_of::<usize>());
}

#[tokio::test]
async fn optional_parameters_are_setters() {
    let (server, world) = (Server::new([reply(200, "[]")]), World::default());
    let call = client(&server, &world).list_pets().limit(3).maybe_limit(None).new(true);
    call.tags(vec!["a".to_owned(), "b".to_owned()]).json("{}".to_owned()).maybe_limit(Some(4)).await.unwrap();
    assert_eq!(server.only().uri.query(), Some("limit=4&tags=a,b&new=true&json=%7B%7D"));
}
