//! Which branch of a union a value is of (OpenAPI 3.0.3, 4.7.25), and that it is written again as it was read.

use wire_unions as client;

use client::types;

/// Reads a value and writes it again, which must change nothing.
fn read<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&value).unwrap(), text);
    value
}

#[test]
fn each_value_that_a_branch_lists_means_it() {
    for kind in ["search", "search_2025"] {
        let tool = read::<types::Tool>(&format!(r#"{{"type":"{kind}","query":"rust"}}"#));
        assert!(matches!(tool, types::Tool::Search(_)), "{tool:?}");
    }
    for kind in ["shell", "shell_2025"] {
        let tool = read::<types::Tool>(&format!(r#"{{"type":"{kind}","command":"ls"}}"#));
        assert!(matches!(tool, types::Tool::Shell(_)), "{tool:?}");
    }
}

#[test]
fn where_any_string_will_do_the_name_means_the_branch() {
    assert!(matches!(read(r#"{"type":"Custom","name":"mine"}"#), types::Tool::Custom(_)));
    assert!(matches!(read(r#"{"query":"rust","type":"Search"}"#), types::Tool::Unknown(_)));
}

#[test]
fn members_of_a_family_list_their_values_themselves() {
    assert!(matches!(read(r#"{"kind":"opened","at":"now"}"#), types::Event::Opened(_)));
    assert!(matches!(read(r#"{"kind":"reopened","at":"now"}"#), types::Event::Opened(_)));
    assert!(matches!(read(r#"{"kind":"Closed","at":"now","reason":"done"}"#), types::Event::Closed(_)));
    assert!(matches!(read(r#"{"kind":"Opened"}"#), types::Event::Unknown(_)));
}

#[test]
fn a_constant_inside_a_member_means_the_branch() {
    assert!(matches!(read(r#"{"setup":{"type":"count","seconds":1}}"#), types::Variable::Count(_)));
    assert!(matches!(read(r#"{"setup":{"type":"recent","source":"a"}}"#), types::Variable::Recent(_)));
    assert!(matches!(read(r#"{"setup":{"list":[{"a":1},2],"type":"new"}}"#), types::Variable::Unknown(_)));
}

#[test]
fn values_that_mean_no_branch_are_of_the_default_one() {
    assert!(matches!(read(r#"{"shape":"Circle","radius":1}"#), types::Outline::Circle(_)));
    for text in [r#"{"shape":"square","size":2}"#, r#"{"size":2}"#, r#"{"shape":"Blob"}"#] {
        assert!(matches!(read(text), types::Outline::Blob(_)), "{text}");
    }
}

#[test]
fn members_of_a_family_are_told_apart_by_what_they_inherit() {
    assert!(matches!(read(r#"{"channel":"sms","ttl":5}"#), types::Either::Sms(_)));
    assert!(matches!(read(r#"{"channel":"mail","ttl":5}"#), types::Either::Mail(_)));
    assert!(matches!(read(r#"{"channel":"fax","ttl":5}"#), types::Either::Unknown(_)));
}

#[test]
fn a_member_of_a_family_stands_for_those_that_extend_it() {
    let urgent = read::<types::Either>(r#"{"channel":"Urgent","text":"a"}"#);
    assert!(matches!(urgent, types::Either::Sms(_)));
    assert_eq!(serde_json::to_string(&types::Sms::new()).unwrap(), r#"{"channel":"sms"}"#);
}

#[test]
fn a_base_has_the_values_that_no_member_has() {
    assert!(matches!(read(r#"{"kind":"manual","title":"a"}"#), types::Task::Base(_)));
    assert!(matches!(read(r#"{"kind":"letter","title":"a","to":"b"}"#), types::Task::Letter(_)));
}

#[test]
fn what_is_no_object_has_no_discriminator() {
    assert!(matches!(read(r#""id1""#), types::Pay::Id(_)));
    assert!(matches!(read(r#"["a","b"]"#), types::Pay::List(_)));
    assert!(matches!(read(r#"{"method":"card","number":"1"}"#), types::Pay::Card(_)));
    assert!(matches!(read("7"), types::Pay::Unknown(_)));
}

#[test]
fn a_branch_without_the_property_has_a_variant_for_each_of_its_values() {
    assert!(matches!(read(r#"{"method":"bank","iban":"1"}"#), types::Pay::Bank(_)));
    assert!(matches!(read(r#"{"method":"sepa","iban":"1"}"#), types::Pay::Sepa(_)));
}

#[test]
fn the_discriminator_of_a_map_is_written_once() {
    let mut free = read::<types::Pay>(r#"{"method":"free","x":"1"}"#);
    let types::Pay::Free(members) = &mut free else { panic!("{free:?}") };
    members.insert("method".to_owned(), "card".to_owned());
    assert_eq!(serde_json::to_string(&free).unwrap(), r#"{"method":"free","x":"1"}"#);
}

#[test]
fn a_discriminator_that_was_not_given_is_that_of_the_branch() {
    let written = |value: types::Optional| serde_json::to_string(&value).unwrap();
    assert_eq!(written(types::Slow::new().into()), r#"{"speed":"slow"}"#);
    assert_eq!(written(types::Slow::new().reason("a").into()), r#"{"speed":"slow","reason":"a"}"#);
    assert_eq!(written(types::Slow::new().speed("crawling").into()), r#"{"speed":"crawling"}"#);
    assert_eq!(written(types::Fast::new().into()), r#"{"speed":"fast"}"#);
}

#[test]
fn a_text_is_a_value_of_the_one_enum_of_strings() {
    assert_eq!(serde_json::to_string(&types::TrialEnd::from("now")).unwrap(), r#""now""#);
    assert_eq!(types::TrialEnd::from("now"), types::TrialEnd::from(types::trial_end::Now::Now));
}

#[test]
fn literals_are_values() {
    fn written<T: serde::Serialize>(value: T) -> String {
        serde_json::to_string(&value).unwrap()
    }
    assert_eq!(written(types::Choice::from("large")), r#""large""#);
    assert!(matches!(types::Choice::from("large"), types::Choice::Model(_)));
    assert_eq!(written(types::Choice::from("huge")), r#""huge""#);
    assert_eq!(written(types::Stop::from(["a", "b"])), r#"["a","b"]"#);
    assert_eq!(written(types::Metadata::from([("order", "1")])), r#"{"order":"1"}"#);
    assert_eq!(written(types::Metadata::from("")), r#""""#);
    let talk = types::Talk::new([types::Said::new("a").into(), types::Shown::new("b").into()]);
    assert_eq!(written(talk), r#"{"parts":[{"text":"a"},{"url":"b"}]}"#);
    let forecast = types::Forecast::new().areas(["KS", "AM"]).by_name([("home", "TX")]);
    assert_eq!(written(forecast), r#"{"areas":["KS","AM"],"by_name":{"home":"TX"}}"#);
    let areas = [types::State::Ks.into(), types::Area::from(types::Sea::Am)];
    assert_eq!(types::Forecast::new().areas(areas).areas.unwrap()[1], types::Area::from("AM"));
}

#[test]
fn arrays_and_maps_inside_of_others_are_literals_too() {
    let written = |ports: types::Ports| serde_json::to_string(&ports).unwrap();
    let ports = types::Ports::new().exposed([("80/tcp", [])]).grid([[1, 2], [3, 4]]);
    assert_eq!(written(ports), r#"{"exposed":{"80/tcp":{}},"grid":[[1,2],[3,4]]}"#);
    let binding = types::Binding::new().port("8080");
    let ports = types::Ports::new().bindings([("80/tcp", vec![binding.clone()])]).names([("a", ["b".to_owned()])]);
    assert_eq!(written(ports), r#"{"bindings":{"80/tcp":[{"port":"8080"}]},"names":{"a":["b"]}}"#);
    let ports = types::Ports::new().bindings([("80/tcp", Some(vec![binding])), ("90/tcp", None)]);
    let ports = ports.names([("a", vec!["b".into()])]);
    assert_eq!(written(ports), r#"{"bindings":{"80/tcp":[{"port":"8080"}],"90/tcp":null},"names":{"a":["b"]}}"#);
}

#[test]
fn a_branch_that_takes_all_texts_takes_those_that_no_branch_lists() {
    assert!(matches!(read::<types::AnyModel>(r#""zzz""#), types::AnyModel::OpenModel(_)));
    assert!(!matches!(read::<types::AnyModel>(r#""b""#), types::AnyModel::OpenModel(_)));
}

#[test]
fn what_is_inside_of_members_means_the_branch_that_knows_it() {
    assert!(matches!(read(r#"{"by":{"name":"a","born":"b"}}"#), types::Purchase::Private(_)));
    assert!(matches!(read(r#"{"by":{"name":"a","vat":"b"}}"#), types::Purchase::Business(_)));
    assert!(matches!(read(r#"{"all":[{"name":"a"},{"vat":"b"}]}"#), types::Purchase::Business(_)));
    assert!(matches!(read(r#"{"all":[{"vat":"a"}]}"#), types::Buyer::Business(_)));
    assert!(matches!(read(r#"[{"name":"a"},{"name":"b","vat":"c"}]"#), types::Buyers::Companies(_)));
    let by_name = read::<types::ByName>(r#"{"a":{"vat":"b"}}"#);
    assert!(!matches!(by_name, types::ByName::Unknown(_)), "{by_name:?}");
    assert!(matches!(read(r#"{"of":{"by":{"vat":"b"}}}"#), types::Record::Stored(_)));
    assert!(matches!(read(r#"{"of":{"name":"a","born":"b"}}"#), types::Record::Draft(_)));
}

#[test]
fn a_value_of_several_branches_keeps_all_that_is_inside_of_its_members() {
    assert!(matches!(read(r#"{"by":{"born":"a","vat":"b"}}"#), types::Purchase::Unknown(_)));
    assert!(matches!(read(r#"{"all":[{"born":"a"},{"vat":"b"}]}"#), types::Purchase::Unknown(_)));
    assert!(matches!(read(r#"[{"born":"a"},{"vat":"b"}]"#), types::Buyers::Unknown(_)));
    assert!(matches!(read(r#"{"a":{"born":"a"},"b":{"vat":"b"}}"#), types::ByName::Unknown(_)));
    let stored = read::<types::Record>(r#"{"of":{"by":{"born":"a","vat":"b"}}}"#);
    assert!(matches!(&stored, types::Record::Stored(stored) if matches!(stored.of, Some(types::Purchase::Unknown(_)))));
    let read: types::Purchase = serde_json::from_str(r#"{"by":{"name":"a","new":1}}"#).unwrap();
    assert!(matches!(read, types::Purchase::Private(_)), "what no branch knows: {read:?}");
}
