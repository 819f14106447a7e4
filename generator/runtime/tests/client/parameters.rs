use http::Method;
use serde_json::{Value, json};

use crate::runtime::{Client, Custom, ErrorKind, OperationInfo, Parameter, Request, Style};
use crate::support::{Seen, Server, World, builder, reply};

/// Sends a request with these parameters; what arrives, or the error.
async fn send(path: &'static str, arguments: &[(Parameter, Value)]) -> Result<Seen, String> {
    let parameters: Vec<_> = arguments.iter().map(|(parameter, _)| *parameter).collect();
    let info = OperationInfo { parameters: parameters.leak(), ..OperationInfo::new("op", "GET", path) };
    let server = Server::new([reply(200, "")]);
    let client = builder(&server, &World::default()).base_url("https://h").build().unwrap();
    let request = Request::new(Box::leak(Box::new(info)));
    let with = |request: Request, (index, (_, value)): (usize, &(Parameter, Value))| request.argument(index, value);
    let request = arguments.iter().enumerate().fold(request, with);
    request.call::<Custom>(&client).await.map_err(|error| error.to_string())?;
    Ok(server.only())
}

async fn uri(path: &'static str, parameter: Parameter, value: Value) -> String {
    match send(path, &[(parameter, value)]).await {
        Ok(seen) => seen.uri.path_and_query().unwrap().to_string(),
        Err(error) => error,
    }
}

/// The table of OpenAPI 3.0.4, section 4.7.12.3, and more.
#[tokio::test]
async fn styles_in_paths() {
    let simple = Parameter::path("c");
    let label = simple.style(Style::Label);
    let matrix = simple.style(Style::Matrix);
    let list = || json!(["blue", "black", "brown"]);
    let object = || json!({"R": 100, "G": 200});
    let table = [
        (simple, json!("blue"), "/blue"),
        (simple, list(), "/blue,black,brown"),
        (simple, object(), "/R,100,G,200"),
        (simple.explode(true), list(), "/blue,black,brown"),
        (simple.explode(true), object(), "/R=100,G=200"),
        (label, json!("blue"), "/.blue"),
        (label, list(), "/.blue,black,brown"),
        (label, object(), "/.R,100,G,200"),
        (label.explode(true), list(), "/.blue.black.brown"),
        (label.explode(true), object(), "/.R=100.G=200"),
        (matrix, json!("blue"), "/;c=blue"),
        (matrix, list(), "/;c=blue,black,brown"),
        (matrix, object(), "/;c=R,100,G,200"),
        (matrix.explode(true), list(), "/;c=blue;c=black;c=brown"),
        (matrix.explode(true), object(), "/;R=100;G=200"),
        (matrix, json!(""), "/;c"),
        (simple, json!(["a", null, "b"]), "/a,b"),
        (simple, json!(1.5), "/1.5"),
        (simple, json!(true), "/true"),
        (simple, json!(-3), "/-3"),
        (simple, json!("-._~aZ9"), "/-._~aZ9"),
        (simple, json!("a/b?c#d%e f+g:h@i\u{e9}\"\\\n"), "/a%2Fb%3Fc%23d%25e%20f%2Bg%3Ah%40i%C3%A9%22%5C%0A"),
        (simple, json!(["a,b", "c"]), "/a%2Cb,c"),
        (simple.allow_reserved(), json!("a/b?c:d%41"), "/a/b%3Fc:d%41"),
        (simple.json(), json!({"a": [1]}), "/%7B%22a%22%3A%5B1%5D%7D"),
        (simple, json!("..."), "/..."),
        (simple, json!("..a"), "/..a"),
    ];
    for (parameter, value, expected) in table {
        assert_eq!(uri("/{c}", parameter, value.clone()).await, expected, "{parameter:?} {value}");
    }
}

#[tokio::test]
async fn styles_in_queries() {
    static ENCODING: [Parameter; 4] = [
        Parameter::query("list").explode(false),
        Parameter::query("deep").style(Style::DeepObject),
        Parameter::query("path").allow_reserved(),
        Parameter::query("json").json(),
    ];
    let whole = Parameter::query_string("q");
    let form = Parameter::query("c");
    let space = form.style(Style::SpaceDelimited);
    let pipe = form.style(Style::PipeDelimited);
    let deep = form.style(Style::DeepObject);
    let list = || json!(["blue", "black"]);
    let object = || json!({"R": 100, "G": 200});
    let table = [
        (form, json!("blue"), "/?c=blue"),
        (form, json!(""), "/?c="),
        (form, json!(null), "/"),
        (form, json!([]), "/"),
        (form, json!({}), "/"),
        (form, json!([null]), "/"),
        (form, json!(["a", null, "b"]), "/?c=a&c=b"),
        (form, json!({"a": null, "b": 1}), "/?b=1"),
        (pipe, json!([null, "a"]), "/?c=a"),
        (form, list(), "/?c=blue&c=black"),
        (form, object(), "/?R=100&G=200"),
        (form.explode(false), list(), "/?c=blue,black"),
        (form.explode(false), object(), "/?c=R,100,G,200"),
        (form.explode(false), json!(["a,b", "&c"]), "/?c=a%2Cb,%26c"),
        (space, list(), "/?c=blue%20black"),
        (space, object(), "/?c=R%20100%20G%20200"),
        (space.explode(true), list(), "/?c=blue&c=black"),
        (pipe, list(), "/?c=blue%7Cblack"),
        (pipe, object(), "/?c=R%7C100%7CG%7C200"),
        (pipe.explode(true), list(), "/?c=blue&c=black"),
        (deep, object(), "/?c%5BR%5D=100&c%5BG%5D=200"),
        (
            deep,
            json!({"a b": {"c": 1}, "d": [2, 3], "e": null}),
            "/?c%5Ba%20b%5D%5Bc%5D=1&c%5Bd%5D%5B0%5D=2&c%5Bd%5D%5B1%5D=3",
        ),
        (deep, list(), "/?c%5B0%5D=blue&c%5B1%5D=black"),
        (deep, json!({"a": ""}), "/?c%5Ba%5D="),
        (deep.allow_reserved(), json!({"a": "what?", "b": "x"}), "/?c%5Ba%5D=what?&c%5Bb%5D=x"),
        (form, json!("a/b&c=d+e f#[]"), "/?c=a%2Fb%26c%3Dd%2Be%20f%23%5B%5D"),
        (form.allow_reserved(), json!("a/b:c?d&e+f#g[h]%20=%"), "/?c=a/b:c?d%26e%2Bf%23g%5Bh%5D%20=%25"),
        (form.json(), json!({"a": [1, "b"]}), "/?c=%7B%22a%22%3A%5B1%2C%22b%22%5D%7D"),
        (form.form(&[]), json!({"a": "f g", "b": [1, 2]}), "/?c=a%3Df%2Bg%26b%3D1%26b%3D2"),
        (form.form(&[]), json!([1]), "op: the parameter `c` is no object, so it is no form"),
        (form, json!([{"a": "},\"{"}, [1]]), "/?c=%7B%22a%22%3A%22%7D%2C%5C%22%7B%22%7D&c=%5B1%5D"),
        (Parameter::query("c[]"), list(), "/?c%5B%5D=blue&c%5B%5D=black"),
        (form.form(&ENCODING), json!({"list": [1, 2]}), "/?c=list%3D1%2C2"),
        (
            whole.form(&[]),
            json!({"a": "f g+", "b": ["x", "y"], "c": {"d": 1}}),
            "/?a=f+g%2B&b=x&b=y&c=%7B%22d%22%3A1%7D",
        ),
        (
            whole.form(&ENCODING),
            json!({"list": ["x", "y"], "deep": {"a": 1}, "path": "a/b", "json": ["x"]}),
            "/?list=x,y&deep%5Ba%5D=1&path=a/b&json=%5B%22x%22%5D",
        ),
        (whole.form(&[]), json!({"a": null, "b": []}), "/"),
        (whole.form(&[]), json!("a=1"), "op: the parameter `q` is no object, so it is no form"),
        (whole.json(), json!({"a": 1}), "/?%7B%22a%22%3A1%7D"),
        (whole, json!(null), "/"),
        (whole, json!("a=1&b c"), "/?a%3D1%26b%20c"),
    ];
    for (parameter, value, expected) in table {
        assert_eq!(uri("/", parameter, value.clone()).await, expected, "{parameter:?} {value}");
    }
}

#[tokio::test]
async fn styles_in_headers_and_cookies() {
    let (header, cookie) = (Parameter::header("X-C"), Parameter::cookie("c"));
    let list = || json!(["a b", "c/d"]);
    let object = || json!({"R": 1, "G": 2});
    let table = [
        (header, json!("a b"), Some("a b")),
        (header, json!(7), Some("7")),
        (header, json!(""), Some("")),
        (header, json!(null), None),
        (header, list(), Some("a b,c/d")),
        (header, object(), Some("R,1,G,2")),
        (header.explode(true), object(), Some("R=1,G=2")),
        (header.json(), json!({"a": 1}), Some("{\"a\":1}")),
        (cookie, json!("a b;"), Some("c=a%20b%3B")),
        (cookie, json!(null), None),
        (cookie, list(), Some("c=a%20b; c=c%2Fd")),
        (cookie, object(), Some("R=1; G=2")),
        (cookie.explode(false), list(), Some("c=a%20b,c%2Fd")),
        (cookie.json(), json!([1]), Some("c=%5B1%5D")),
        (cookie.style(Style::Cookie), json!("%20!/"), Some("c=%20!/")),
        (cookie.style(Style::Cookie), json!(null), None),
        (cookie.style(Style::Cookie), object(), Some("R=1; G=2")),
    ];
    for (parameter, value, expected) in table {
        let seen = send("/", &[(parameter, value.clone())]).await.unwrap();
        assert_eq!(seen.header("x-c").or(seen.header("cookie")), expected, "{parameter:?} {value}");
    }
    let error = send("/", &[(header, json!("a\r\nb: c"))]).await.unwrap_err();
    assert_eq!(error, "op: the header `X-C` can't carry its value");
    for unfit in [json!("a b"), json!(["a", "b;"]), json!({"a b": 1})] {
        let error = send("/", &[(cookie.style(Style::Cookie), unfit)]).await.unwrap_err();
        assert_eq!(error, "op: the cookie `c` can't carry its value");
    }
}

#[tokio::test]
async fn several_parameters() {
    let query = [Parameter::query("a"), Parameter::query("b"), Parameter::query("c")];
    let values = [json!(1), json!([]), json!("x")];
    let arguments: Vec<_> = query.into_iter().zip(values).collect();
    assert_eq!(send("/p?fixed=1", &arguments).await.unwrap().uri, "https://h/p?fixed=1&a=1&c=x");
    let cookies = [Parameter::cookie("a"), Parameter::cookie("b"), Parameter::cookie("c")];
    let arguments: Vec<_> = cookies.into_iter().zip([json!(1), json!(null), json!(3)]).collect();
    assert_eq!(send("/", &arguments).await.unwrap().header("cookie"), Some("a=1; c=3"));
}

#[tokio::test]
async fn templates() {
    let two = [(Parameter::path("a"), json!("x@y")), (Parameter::path("b"), json!("z"))];
    let table = [
        ("/{a}@{b}", "/x%40y@z"),
        ("/{a}.json", "/x%40y.json"),
        ("/p/{b}:run/{a}", "/p/z:run/x%40y"),
        ("/{b}/{b}", "/z/z"),
        ("/a b/\u{e9}/%41/%zz/{a}", "/a%20b/%C3%A9/%41/%25zz/x%40y"),
    ];
    for (template, path) in table {
        assert_eq!(send(template, &two).await.unwrap().uri.path(), path);
    }
    let error = send("/{missing}", &two).await.unwrap_err();
    assert_eq!(error, "op: the path parameter `missing` is not given");
}

#[tokio::test]
async fn path_arguments_that_name_another_path_are_refused() {
    let simple = Parameter::path("c");
    let dots = "op: the path parameter `c` is `.` or `..`, which would name another path";
    let empty = "op: the path parameter `c` is empty, which would name another path";
    for value in [".", "..", "%2e", "%2E%2e", ".%2e", "%2E."] {
        assert_eq!(uri("/a/{c}/b", simple, json!(value)).await, dots, "{value}");
        assert_eq!(uri("/a/{c}.json", simple, json!(value)).await, dots, "{value}");
        assert_eq!(uri("/a/{c}", simple.allow_reserved(), json!(value)).await, dots, "{value}");
        assert_eq!(uri("/a/{c}", simple, json!([value])).await, dots, "{value}");
    }
    for value in [json!("x/../y"), json!(["x/.."]), json!({"../x": 1}), json!(["x/", "/..", "y"])] {
        let refused = uri("/a/{c}", simple.allow_reserved(), value.clone()).await == dots;
        assert_eq!(refused, value != json!(["x/", "/..", "y"]), "{value}: `..,y` is a name like any other");
    }
    assert_eq!(uri("/a/{c}", simple.style(Style::Label), json!(".")).await, dots);
    for value in [json!(""), json!(null), json!([]), json!({}), json!([""])] {
        assert_eq!(uri("/a/{c}", simple, value).await, empty);
    }
}

/// A caller's cookies and declared ones go together, whatever letters they have.
#[tokio::test]
async fn cookies_beyond_ascii() {
    static GET: OperationInfo =
        OperationInfo { parameters: &[Parameter::cookie("sid")], ..OperationInfo::new("op", "GET", "/p") };
    let server = Server::new([reply(200, "")]);
    let client = builder(&server, &World::default()).session("s").build().unwrap();
    let request = Request::new(&GET).argument(0, &"7");
    request.call::<Custom>(&client).with_header("cookie", "name=M\u{fc}ller").await.unwrap();
    let sent = server.only().headers["cookie"].as_bytes().to_vec();
    assert_eq!(String::from_utf8(sent).unwrap(), "sid=7; name=M\u{fc}ller; session=s");
}

#[tokio::test]
async fn requests_beyond_the_document() {
    let server = Server::new([reply(200, "")]);
    let client: Client = builder(&server, &World::default()).base_url("https://h/v1").build().unwrap();
    client.request(Method::PATCH, "/x/y?z=1").with_query("a", "b").with_json(&json!([1])).await.unwrap();
    let seen = server.only();
    assert_eq!((seen.method, seen.uri.to_string()), (Method::PATCH, "https://h/v1/x/y?z=1&a=b".to_owned()));
    assert_eq!(seen.body, "[1]");
    for path in ["/a/../b", "/a/%2e%2E", "/./b", "/a\\..\\b"] {
        let error = client.request(Method::GET, path).await.unwrap_err();
        let why = "the path has a segment `.` or `..`, which would name another path";
        assert_eq!(error.to_string(), format!("GET {path}: {why}"));
    }
    let error = client.request(Method::GET, "x").await.unwrap_err();
    assert_eq!(error.to_string(), "GET x: the path does not begin with a slash");
}

#[tokio::test]
async fn links_lead_to_the_own_origin_alone() {
    let links = [
        ("https://h/jobs/1?s=%2B#top", "https://h/jobs/1?s=%2B&a=b"),
        ("HTTPS://H:443/v2", "https://h/v2?a=b"),
        ("https://h", "https://h/?a=b"),
        ("https://h?s=https://evil", "https://h/?s=https://evil&a=b"),
    ];
    for (link, expected) in links {
        let server = Server::new([reply(200, "")]);
        let client = builder(&server, &World::default()).base_url("https://h/v1").bearer_auth("t").build().unwrap();
        client.request(Method::GET, link).with_query("a", "b").await.unwrap();
        assert_eq!(server.only().uri.to_string(), expected);
        assert_eq!(server.only().header("authorization"), Some("Bearer t"));
    }
    let server = Server::new([]);
    let client = builder(&server, &World::default()).base_url("https://h/v1").bearer_auth("t").build().unwrap();
    let elsewhere = ": the URL is at another origin, where the credentials of this one must not go";
    let others =
        ["https://evil/v1", "http://h/v1", "https://h:8443", "https://h@evil/", "https://u@h/", "https://h.evil"];
    for link in others.into_iter().chain(["https://evil\\@h/", "https:///h", "ftp://h", "https://"]) {
        let error = client.request(Method::GET, link).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{link}");
        assert!(error.to_string().ends_with(elsewhere) && error.operation() == "request", "{error}");
    }
    for link in ["https://h/a/../b", "https://h\\..\\b"] {
        client.request(Method::GET, link).await.unwrap_err();
    }
    assert!(server.seen().is_empty());
}
