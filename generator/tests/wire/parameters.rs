//! How parameters are spelled: the table of OpenAPI 3.0.3, 4.7.12.3, with the corrections of 3.0.4, and RFC 6570.
//!
//! Where the tables show a character that RFC 3986 does not allow there (`|`, `[`), it is percent-encoded.

use wire_parameters as client;

mod support;

use client::types;
use support::{refused, sent};

fn list() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn rgb() -> types::Rgb {
    types::Rgb::new(100, 200, 150)
}

#[test]
fn paths_of_style_simple() {
    let seen = sent(|client| client.path_simple("blue", list(), rgb()));
    assert_eq!(seen.target(), "/simple/blue/blue,black,brown/R,100,G,200,B,150");
    let seen = sent(|client| client.path_simple_exploded("blue", list(), rgb()));
    assert_eq!(seen.target(), "/simple-exploded/blue/blue,black,brown/R=100,G=200,B=150");
}

#[test]
fn paths_of_style_label() {
    let seen = sent(|client| client.path_label("blue", list(), rgb()));
    assert_eq!(seen.target(), "/label/.blue/.blue,black,brown/.R,100,G,200,B,150");
    let seen = sent(|client| client.path_label_exploded("blue", list(), rgb()));
    assert_eq!(seen.target(), "/label-exploded/.blue/.blue.black.brown/.R=100.G=200.B=150");
}

#[test]
fn paths_of_style_matrix() {
    let seen = sent(|client| client.path_matrix("blue", list(), rgb()));
    assert_eq!(seen.target(), "/matrix/;color=blue/;list=blue,black,brown/;rgb=R,100,G,200,B,150");
    let seen = sent(|client| client.path_matrix_exploded("blue", list(), rgb()));
    assert_eq!(seen.target(), "/matrix-exploded/;color=blue/;list=blue;list=black;list=brown/;R=100;G=200;B=150");
}

#[test]
fn queries_of_style_form() {
    let seen = sent(|client| client.query_form().color("blue"));
    assert_eq!(seen.target(), "/form?color=blue");
    let seen = sent(|client| client.query_form().color(""));
    assert_eq!(seen.target(), "/form?color=");
    let seen = sent(|client| client.query_form().list(list()).rgb(rgb()));
    assert_eq!(seen.target(), "/form?list=blue&list=black&list=brown&R=100&G=200&B=150");
    let seen = sent(|client| client.query_form_joined().color("blue").list(list()).rgb(rgb()));
    assert_eq!(seen.target(), "/form-joined?color=blue&list=blue,black,brown&rgb=R,100,G,200,B,150");
}

#[test]
fn arrays_inside_of_an_object_are_repeated() {
    let nothing: [&str; 0] = [];
    let pageable = types::pages::Pageable::new().page(1).sort(["name,asc", "id"]).empty(nothing);
    let seen = sent(|client| client.pages(pageable));
    assert_eq!(seen.target(), "/pages?page=1&sort=name%2Casc&sort=id");
}

#[test]
fn slashes_of_values_that_span_segments() {
    assert_eq!(sent(|client| client.spanning("a b/c?d#e")).target(), "/files/a%20b/c%3Fd%23e");
    refused(|client| client.spanning("a/../b"));
}

#[test]
fn queries_with_delimiters() {
    let seen = sent(|client| client.query_spaces().list(list()).rgb(rgb()));
    assert_eq!(seen.target(), "/spaces?list=blue%20black%20brown&rgb=R%20100%20G%20200%20B%20150");
    let seen = sent(|client| client.query_pipes().list(list()).rgb(rgb()));
    assert_eq!(seen.target(), "/pipes?list=blue%7Cblack%7Cbrown&rgb=R%7C100%7CG%7C200%7CB%7C150");
    let each = sent(|client| client.query_spaces().each(list()));
    assert_eq!(each.target(), "/spaces?each=blue&each=black&each=brown");
    let each = sent(|client| client.query_pipes().each(list()));
    assert_eq!(each.target(), "/pipes?each=blue&each=black&each=brown");
}

#[test]
fn queries_of_style_deep_object() {
    let seen = sent(|client| client.query_deep().rgb(rgb()));
    assert_eq!(seen.target(), "/deep?rgb%5BR%5D=100&rgb%5BG%5D=200&rgb%5BB%5D=150");
    let seen = sent(|client| client.query_deep().filter([("a b", "c&d")]));
    assert_eq!(seen.target(), "/deep?filter%5Ba%20b%5D=c%26d");
}

#[test]
fn documents_are_encoded_as_a_whole() {
    let form = types::query_documents::Frm::new().a("f+g h").list(vec![1, 2]);
    let seen = sent(|client| client.query_documents().frm(form));
    assert_eq!(seen.target(), "/documents?frm=a%3Df%252Bg%2Bh%26list%3D1%26list%3D2");
    let seen = sent(|client| client.query_documents().doc("<Rgb R=\"1\"/>"));
    assert_eq!(seen.target(), "/documents?doc=%3CRgb%20R%3D%221%22%2F%3E");
    let seen = sent(|client| client.query_documents().x_form(rgb()));
    assert_eq!(seen.header("x-form").unwrap(), "R=100&G=200&B=150");
}

#[test]
fn nothing_is_sent_for_what_is_empty_or_left_out() {
    assert_eq!(sent(|client| client.query_form()).target(), "/form");
    assert_eq!(sent(|client| client.query_form().list(Vec::<String>::new())).target(), "/form");
    assert_eq!(sent(|client| client.query_form().maybe_color(None::<String>)).target(), "/form");
    let with_note = rgb().note("x y");
    let seen = sent(|client| client.query_form().rgb(with_note));
    assert_eq!(seen.target(), "/form?R=100&G=200&B=150&note=x%20y");
}

#[test]
fn headers() {
    let seen = sent(|client| {
        let call = client.headers().x_color("blue green/é").x_list(list()).x_rgb(rgb()).x_count(7);
        call.x_list_exploded(list()).x_rgb_exploded(rgb())
    });
    assert_eq!(seen.headers.get("x-color").unwrap().as_bytes(), "blue green/é".as_bytes());
    assert_eq!(seen.header("x-list"), Some("blue,black,brown"));
    assert_eq!(seen.header("x-rgb"), Some("R,100,G,200,B,150"));
    assert_eq!(seen.header("x-list-exploded"), Some("blue,black,brown"));
    assert_eq!(seen.header("x-rgb-exploded"), Some("R=100,G=200,B=150"));
    assert_eq!(seen.header("x-count"), Some("7"));
    assert_eq!(sent(|client| client.headers()).header("x-color"), None);
    assert!(refused(|client| client.headers().x_color("a\r\nb: c")).contains("X-Color"));
}

#[test]
fn cookies() {
    let seen = sent(|client| client.cookies().color("blue;").list(list()).rgb(rgb()));
    let expected = "color=blue%3B; list=blue; list=black; list=brown; R=100; G=200; B=150";
    assert_eq!(seen.header("cookie"), Some(expected));
    let seen = sent(|client| client.cookies_joined().color("blue").list(list()).rgb(rgb()));
    assert_eq!(seen.header("cookie"), Some("color=blue; list=blue,black,brown; rgb=R,100,G,200,B,150"));
    assert_eq!(sent(|client| client.cookies()).header("cookie"), None);
}

/// OpenAPI 3.2, 4.12.5: nothing is encoded, and what RFC 6265 has no place for is never sent.
#[test]
fn cookies_of_style_cookie() {
    let plain = sent(|client| client.cookies_plain().color("Hello%2C%20world!").list(list()).rgb(rgb()));
    let expected = "color=Hello%2C%20world!; list=blue; list=black; list=brown; R=100; G=200; B=150";
    assert_eq!(plain.header("cookie"), Some(expected));
    let seen = sent(|client| client.cookies_plain().joined(list()));
    assert_eq!(seen.header("cookie"), Some("joined=blue; joined=black; joined=brown"));
    assert_eq!(sent(|client| client.cookies_plain().color("")).header("cookie"), Some("color="));
    assert_eq!(sent(|client| client.cookies_plain().color("\"a=b\"")).header("cookie"), Some("color=\"a=b\""));
    for unfit in ["a b", "a,b", "a;b", "a\\b", "a\"b", "\"", "é", "\r\n"] {
        let message = refused(|client| client.cookies_plain().color(unfit));
        assert!(message.contains("the cookie `color` can't carry its value"), "{unfit:?}: {message}");
    }
}

/// RFC 6265, section 4.1.1: names of cookies are tokens.
#[test]
fn a_cookie_whose_name_is_no_token() {
    assert_eq!(sent(|client| client.odd_names().filter_kind("x")).header("cookie"), Some("filter%5Bkind%5D=x"));
}

#[test]
fn reserved_characters() {
    let text = "a/b?c:d@e!f$g'h(i)j*k,l;m=n";
    let seen = sent(|client| client.reserved().kept(text));
    assert_eq!(seen.target(), format!("/reserved?kept={text}"));
    let seen = sent(|client| client.reserved().encoded(text));
    let encoded = "a%2Fb%3Fc%3Ad%40e%21f%24g%27h%28i%29j%2Ak%2Cl%3Bm%3Dn";
    assert_eq!(seen.target(), format!("/reserved?encoded={encoded}"));
    // What would end the parameter is encoded all the same, and what is encoded stays as it is.
    let seen = sent(|client| client.reserved().kept("a&b#c+d e%20f%"));
    assert_eq!(seen.target(), "/reserved?kept=a%26b%23c%2Bd%20e%20f%25");
    let seen = sent(|client| client.reserved().list(["a/b", "c:d"]));
    assert_eq!(seen.target(), "/reserved?list=a/b,c:d");
}

#[test]
fn parameters_with_content() {
    let json = "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
    let seen = sent(|client| client.content(rgb()).filter(rgb()).vendor(list()).note("a b").plain("a b"));
    let vendor = "%5B%22blue%22%2C%22black%22%2C%22brown%22%5D";
    let expected = format!("/content/{json}?filter={json}&note=%22a%20b%22&plain=a%20b&vendor={vendor}");
    assert_eq!(seen.target(), expected);
    let seen = sent(|client| client.content(rgb()).x_rgb(rgb()).rgb_cookie(rgb()));
    assert_eq!(seen.header("x-rgb"), Some(r#"{"R":100,"G":200,"B":150}"#));
    assert_eq!(seen.header("cookie"), Some(format!("rgb={json}").as_str()));
}

#[test]
fn defaults_are_left_to_the_server() {
    let seen = sent(|client| client.defaults());
    assert_eq!(seen.target(), "/defaults");
    assert_eq!((seen.header("x-mode"), seen.header("cookie")), (None, None));
    let seen = sent(|client| client.defaults().limit(10).order(types::defaults::Order::Asc));
    assert_eq!(seen.target(), "/defaults?limit=10&order=asc");
}

#[test]
fn enums() {
    use types::Size;
    use types::enums::{Level, Sort};
    let seen = sent(|client| client.enums(Size::XLarge, Sort::PlusName));
    assert_eq!(seen.target(), "/enums/x%2Flarge?sort=%2Bname");
    let seen = sent(|client| client.enums(Size::from("new"), Sort::Empty).sizes(vec![Size::Small, Size::XLarge]));
    assert_eq!(seen.target(), "/enums/new?sizes=small,x%2Flarge&sort=");
    let seen = sent(|client| client.enums(Size::Small, Sort::MinusName).level(Level::N2).x_size(Size::XLarge));
    assert_eq!((seen.target(), seen.header("x-size")), ("/enums/small?level=2&sort=-name", Some("x/large")));
}

#[test]
fn required_parameters_are_arguments() {
    let seen = sent(|client| client.required(i64::MIN, "x", "tenant", "s3ss10n").page(2));
    assert_eq!(seen.target(), "/required/-9223372036854775808?page=2&q=x");
    assert_eq!((seen.header("x-tenant"), seen.header("cookie")), (Some("tenant"), Some("session=s3ss10n")));
}

#[test]
fn many_required_parameters_are_a_struct() {
    let params = client::api::ManyParams {
        a: "1".to_owned(),
        b: "2".to_owned(),
        c: "3".to_owned(),
        d: list(),
        x_e: true,
        f: 1.5,
    };
    let seen = sent(|client| client.many(params));
    assert_eq!(seen.target(), "/many/1/2?c=3&d=blue&d=black&d=brown");
    assert_eq!((seen.header("x-e"), seen.header("cookie")), (Some("true"), Some("f=1.5")));
}

#[test]
fn scalars() {
    let seen = sent(|client| client.scalars().integer(i64::MAX).number(0.1).boolean(false));
    assert_eq!(seen.target(), "/scalars?boolean=false&integer=9223372036854775807&number=0.1");
    let time = client::chrono::DateTime::parse_from_rfc3339("2026-01-02T03:04:05Z").unwrap();
    let seen = sent(|client| client.scalars().nullable("x").time(time));
    assert_eq!(seen.target(), "/scalars?nullable=x&time=2026-01-02T03%3A04%3A05Z");
    assert_eq!(sent(|client| client.scalars().flag("")).target(), "/scalars?flag=");
    let any = serde_json::json!("\u{e9}\u{1f980}");
    assert_eq!(sent(|client| client.scalars().any(any)).target(), "/scalars?any=%C3%A9%F0%9F%A6%80");
}

#[test]
fn names_that_are_no_identifiers() {
    let seen = sent(|client| client.names().filter_name("x").ids(vec![1, 2]).top(3).a_b_c("y").timeout("z"));
    assert_eq!(seen.target(), "/names?%24top=3&a%20b%26c=y&filter%5Bname%5D=x&ids%5B%5D=1&ids%5B%5D=2&timeout=z");
}

#[test]
fn several_expressions_in_a_segment() {
    assert_eq!(sent(|client| client.address("a@b", "h")).target(), "/users/a%40b@h");
    assert_eq!(sent(|client| client.report("a/b")).target(), "/reports/a%2Fb.json");
    assert_eq!(sent(|client| client.cancel("a:b")).target(), "/jobs/a%3Ab:cancel");
    assert_eq!(sent(|client| client.range(1, 2)).target(), "/range/1-2/1");
}

#[test]
fn path_arguments_that_name_another_path() {
    for dots in [".", "..", "%2e", "%2E.", ".%2e"] {
        let refusal = refused(|client| client.path_simple(dots, list(), rgb()));
        assert!(refusal.contains("`color`"), "{dots}: {refusal}");
        let refusal = refused(|client| client.report(dots));
        assert!(refusal.contains("`id`"), "{dots}: {refusal}");
    }
    assert!(refused(|client| client.path_simple("", list(), rgb())).contains("`color` is empty"));
    assert!(refused(|client| client.path_simple("a", Vec::<String>::new(), rgb())).contains("`list` is empty"));
    assert_eq!(sent(|client| client.report("...")).target(), "/reports/....json");
}

#[test]
fn parameters_of_the_path_item() {
    let seen = sent(|client| client.inherited(7).verbose(true).page(vec![1, 2]));
    assert_eq!((seen.method.as_str(), seen.target()), ("GET", "/inherited/7?page=1,2&verbose=true"));
    let seen = sent(|client| client.overridden(7, "x").verbose(true).verbose_header(false));
    assert_eq!((seen.method.as_str(), seen.target()), ("DELETE", "/inherited/7?page=x&verbose=true"));
    assert_eq!(seen.header("verbose"), Some("false"));
}

/// OpenAPI 3.2, 4.12: a document that is no form is percent-encoded, and has no name.
#[test]
fn a_whole_query_string_is_json_or_text() {
    let seen = sent(|client| client.query_string_json(rgb().note("a&b")));
    assert_eq!(
        seen.target(),
        "/query-string-json?%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%2C%22note%22%3A%22a%26b%22%7D"
    );
    let seen = sent(|client| client.query_string_text().all("a=1&b c"));
    assert_eq!(seen.target(), "/query-string-text?a%3D1%26b%20c");
    let seen = sent(|client| client.query_string_text());
    assert_eq!(seen.target(), "/query-string-text");
}

/// OpenAPI 3.2, 4.12: as a body of the same media type, where a space is a plus sign.
#[test]
fn a_whole_query_string_is_a_form() {
    let seen = sent(|client| client.query_string(rgb().note("a b&c+d")));
    assert_eq!(seen.target(), "/query-string?R=100&G=200&B=150&note=a+b%26c%2Bd");
    let all = || types::query_string_encoded::All::new();
    let query = |all| sent(|client| client.query_string_encoded().all(all)).query().unwrap_or_default().to_owned();
    let two = || ["a b", "c,d"];
    assert_eq!(query(all().default(two())), "default=a+b&default=c%2Cd");
    assert_eq!(query(all().joined(two())), "joined=a+b,c%2Cd");
    assert_eq!(query(all().spaces(list())), "spaces=blue+black+brown");
    assert_eq!(query(all().pipes(list())), "pipes=blue%7Cblack%7Cbrown");
    assert_eq!(query(all().json(["a"])), "json=%5B%22a%22%5D");
    assert_eq!(query(all().inner(rgb())), "inner=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D");
    assert_eq!(query(all().deep(rgb())), "deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150");
    assert_eq!(query(all().path("a/b c")), "path=a/b+c");
    assert_eq!(query(all()), "");
}

#[test]
fn the_caller_names_the_values_of_a_whole_query_string() {
    let values = [("a", serde_json::json!("b c")), ("l", serde_json::json!(["x", 1])), ("n", serde_json::json!(null))];
    let seen = sent(|client| client.query_string_map().all(values));
    assert_eq!(seen.target(), "/query-string-map?a=b+c&l=x&l=1");
}
