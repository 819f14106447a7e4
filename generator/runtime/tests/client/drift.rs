//! What a server sends that the document does not say.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

use http::Method;

use crate::rendered::GetPetError;
use crate::runtime::json::{DecodeError, Field, Kinds, Member, Reader, Shape};
use crate::runtime::{
    Call, Client, Decode, DriftKind, Error, ErrorKind, Operation, OperationInfo, Received, Request, Undeclared,
};
use crate::support::{Server, World, builder, reply};

/// An open enum of one value, as it would be rendered.
#[derive(Debug, PartialEq)]
enum State {
    On,
    Unknown(Box<str>),
}

impl Decode for State {
    fn blank() -> Self {
        Self::Unknown(Box::default())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = match &*reader.string()? {
            "on" => Self::On,
            other => Self::Unknown(other.into()),
        };
        reader.listed(!matches!(self, Self::Unknown(_)))
    }
}

#[derive(Debug, Default, PartialEq)]
struct Lamp {
    name: String,
    watts: Option<i32>,
    state: Option<State>,
    /// Required, but it can be `null`.
    place: Option<String>,
    parts: Option<Vec<Lamp>>,
}

const LAMP: [Field; 5] = [
    Field::required("name"),
    Field::optional("watts"),
    Field::optional("state"),
    Field::required("place"),
    Field::optional("parts"),
];

impl Decode for Lamp {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let Self { name, watts, state, place, parts } = self;
        reader.object(&LAMP, &mut [name, watts, state, place, parts])
    }
}

/// A lamp, or a number.
#[derive(Debug, PartialEq)]
enum Either {
    Lamp(Lamp),
    Number(i32),
    Unknown(serde_json::Value),
}

impl Decode for Either {
    fn blank() -> Self {
        Self::Number(0)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        const MEMBERS: [Member; 1] = [Member::required("name", Kinds::STRING)];
        const SHAPES: [Shape; 2] = [Shape::object(&MEMBERS), Shape::new(Kinds::INTEGER)];
        reader.union(&SHAPES, &mut |index, reader| {
            *self = match index {
                0 => Self::Lamp(Lamp::decode(reader)?),
                1 => Self::Number(i32::decode(reader)?),
                _ => Self::Unknown(Decode::decode(reader)?),
            };
            Ok(())
        })
    }
}

type Told = Arc<Mutex<Vec<(String, DriftKind)>>>;

/// A client whose drift is collected.
fn watched(body: &'static str) -> (Client, Told) {
    let told = Told::default();
    let (server, world, hook) = (Server::new([reply(200, body)]), World::default(), told.clone());
    let builder = builder(&server, &world).bearer_auth("t0k3n");
    let builder = builder.on_drift(move |drift| {
        assert!(["get", "request"].contains(&drift.operation), "{drift}");
        assert!(drift.to_string().starts_with(&format!("{}: {}: ", drift.operation, drift.path)), "{drift}");
        hook.lock().unwrap().push((drift.path.clone(), drift.kind));
    });
    (builder.build().unwrap(), told)
}

/// An operation that gives a `T`.
struct Get<T>(PhantomData<T>);

impl<T: Decode + 'static> Operation for Get<T> {
    type Output = T;
    type Error = Undeclared;
    const INFO: &'static OperationInfo = &OperationInfo::new("get", "GET", "/lamp");

    fn output(response: &Received) -> Result<T, DecodeError> {
        response.json()
    }

    fn error(_: &Received) -> Undeclared {
        Undeclared
    }
}

/// A call that gives a `T`.
fn get<T: Decode + 'static>(client: &Client) -> Call<Get<T>> {
    Request::new(Get::<T>::INFO).call(client)
}

/// What is read of a body, and what is told of it.
async fn read<T: Decode + 'static>(body: &'static str) -> (Result<T, Error>, Vec<(String, DriftKind)>) {
    let (client, told) = watched(body);
    let outcome = get(&client).await;
    let told = std::mem::take(&mut *told.lock().unwrap());
    (outcome, told)
}

async fn read_plainly<T: Decode + 'static>(body: &'static str, strict: bool) -> Result<T, Error> {
    let builder = builder(&Server::new([reply(200, body)]), &World::default()).bearer_auth("t0k3n");
    let client = builder.options(|options| options.strict(strict)).build().unwrap();
    get(&client).await
}

fn at(path: &str, kind: DriftKind) -> (String, DriftKind) {
    (path.to_owned(), kind)
}

#[tokio::test]
async fn what_the_document_says_is_not_told() {
    let body = r#"{"name":"a","watts":3,"state":"on","place":null,"parts":[],"more":1}"#;
    let (lamp, told) = read::<Lamp>(body).await;
    assert_eq!(lamp.unwrap().state, Some(State::On));
    assert_eq!(told, []);
}

#[tokio::test]
async fn calls_go_on_and_it_is_told_what_was_wrong() {
    let body = r#"{"name":"a","watts":"60 W","state":"dim",
        "parts":[{"name":"b","place":"x","state":"off"},{"name":"c","watts":[1,{"a":2}],"place":true}]}"#;
    let (lamp, told) = read::<Lamp>(body).await;
    let b = Lamp {
        name: "b".into(),
        place: Some("x".into()),
        state: Some(State::Unknown("off".into())),
        ..Lamp::default()
    };
    let c = Lamp { name: "c".into(), ..Lamp::default() };
    let state = Some(State::Unknown("dim".into()));
    assert_eq!(lamp.unwrap(), Lamp { name: "a".into(), state, parts: Some(vec![b, c]), ..Lamp::default() });
    assert_eq!(
        told,
        [
            at("$.watts", DriftKind::WrongType),
            at("$.state", DriftKind::UnknownValue),
            at("$.parts[0].state", DriftKind::UnknownValue),
            at("$.parts[1].watts", DriftKind::WrongType),
            at("$.parts[1].place", DriftKind::WrongType),
            at("$.place", DriftKind::MissingMember),
        ]
    );
}

/// A lamp without watts, or with them.
#[derive(Debug, Default, PartialEq)]
struct Plug {
    name: Option<String>,
    watts: Option<i32>,
}

impl Decode for Plug {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        const NAME: Member = Member::optional("name", Kinds::STRING);
        const WITHOUT: [Member; 1] = [NAME];
        const WITH: [Member; 2] = [NAME, Member::optional("watts", Kinds::INTEGER)];
        reader.union(&[Shape::object(&WITHOUT), Shape::object(&WITH)], &mut |index, reader| match index {
            0 => reader.object(&[Field::optional("name")], &mut [&mut self.name]),
            1 => {
                let fields = [Field::optional("name"), Field::optional("watts")];
                reader.object(&fields, &mut [&mut self.name, &mut self.watts])
            }
            _ => reader.skip(),
        })
    }
}

/// No branch may be taken that loses the number.
#[tokio::test]
async fn a_number_in_quotes_is_told_or_refused_in_a_union() {
    let body = r#"{"name":"a","watts":"60"}"#;
    let plug = Plug { name: Some("a".into()), watts: Some(60) };
    let (read, told) = read::<Plug>(body).await;
    assert_eq!((read.unwrap(), told), (plug, vec![at("$.watts", DriftKind::WrongType)]));
    let error = read_plainly::<Plug>(body, true).await.unwrap_err();
    assert!(error.to_string().contains("$.watts: expected a 32-bit integer, found a string"), "{error}");
}

/// `readOnly`: an answer has it, a request does not, and one type serves both.
#[derive(Debug, Default, PartialEq)]
struct Made {
    id: Option<i64>,
    note: Option<String>,
}

impl Decode for Made {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        const FIELDS: [Field; 2] = [Field::optional("id").answered(), Field::optional("note")];
        reader.object(&FIELDS, &mut [&mut self.id, &mut self.note])
    }
}

#[tokio::test]
async fn what_an_answer_always_has_is_missed() {
    assert_eq!(read_plainly::<Made>("{}", false).await.unwrap(), Made::default());
    let (made, told) = read::<Made>("{}").await;
    assert_eq!((made.unwrap(), told), (Made::default(), vec![at("$.id", DriftKind::MissingMember)]));
    assert_eq!(read::<Made>(r#"{"id":7}"#).await.1, []);
    let error = read_plainly::<Vec<Made>>("[{}]", true).await.unwrap_err();
    assert!(error.to_string().contains("$[0]: expected an object with the required member `id`"), "{error}");
}

/// To find a place must not take a walk through all that is before it, for each place anew.
#[tokio::test]
async fn a_list_of_nothing_but_differences() {
    const LAMPS: usize = 20_000;
    let lamp = r#"{"name":"a","parts":[{"name":"b","state":"dim","place":"x"}],"state":"dim"}"#;
    let body = format!("[{}]", [lamp; LAMPS].join(","));
    let (lamps, told) = read::<Vec<Lamp>>(body.leak()).await;
    assert_eq!((lamps.unwrap().len(), told.len()), (LAMPS, 3 * LAMPS));
    for (index, told) in told.chunks(3).enumerate() {
        let expected = [
            at(&format!("$[{index}].parts[0].state"), DriftKind::UnknownValue),
            at(&format!("$[{index}].state"), DriftKind::UnknownValue),
            at(&format!("$[{index}].place"), DriftKind::MissingMember),
        ];
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn items_of_streams_are_watched_one_by_one() {
    let (client, told) = watched("{\"name\":\"a\",\"place\":\"x\",\"state\":\"dim\"}\n{\"name\":\"b\"}\n");
    let lines = client.request(Method::GET, "/lamps").into_stream().await.unwrap();
    let mut lamps = lines.into_json_lines::<Lamp>().unwrap();
    assert_eq!(lamps.next().await.unwrap().unwrap().state, Some(State::Unknown("dim".into())));
    assert_eq!(*told.lock().unwrap(), [at("$.state", DriftKind::UnknownValue)]);
    assert_eq!(lamps.next().await.unwrap().unwrap().name, "b");
    assert_eq!(told.lock().unwrap()[1..], [at("$.place", DriftKind::MissingMember)]);
}

#[tokio::test]
async fn what_can_not_be_nothing_ends_the_call_or_goes_with_what_can() {
    let (lamp, told) = read::<Lamp>(r#"{"name":true,"place":"x"}"#).await;
    assert_eq!(lamp.unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(told, [at("$.name", DriftKind::WrongType)]);
    let (lamp, told) = read::<Lamp>(r#"{"place":"x"}"#).await;
    assert_eq!(lamp.unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(told, [at("$.name", DriftKind::MissingMember)]);
    let (lamp, told) = read::<Lamp>(r#"{"name":"a","parts":[{"place":"y"}],"place":"x"}"#).await;
    assert_eq!(lamp.unwrap().parts, Some(vec![]), "the item is the nearest that can be left out");
    assert_eq!(told, [at("$.parts[0].name", DriftKind::MissingMember)]);
}

#[tokio::test]
async fn items_of_lists_and_maps_that_do_not_fit_are_left_out() {
    let (numbers, told) = read::<Vec<i32>>(r#" [ 1 , null, [2, {"a": 3}], 4, 5e9 ] "#).await;
    assert_eq!(numbers.unwrap(), [1, 4]);
    let wrong = |path| at(path, DriftKind::WrongType);
    assert_eq!(told, [wrong("$[1]"), wrong("$[2]"), wrong("$[4]")]);
    let (by_name, told) = read::<BTreeMap<String, Vec<i32>>>(r#"{"a":[1,"b"],"b":"none","c":[3]}"#).await;
    assert_eq!(by_name.unwrap(), BTreeMap::from([("a".to_owned(), vec![1]), ("c".to_owned(), vec![3])]));
    assert_eq!(told, [wrong("$.a[1]"), wrong("$.b")]);
    let (numbers, told) = read::<Vec<i32>>("[1, x]").await;
    assert_eq!((numbers.unwrap_err().kind(), told), (ErrorKind::Decode, vec![]), "what is no JSON has no items");
}

#[tokio::test]
async fn what_is_no_json_is_an_error_and_no_drift() {
    for body in [r#"{"name":"a","watts":{"a":tru},"place":"x"}"#, r#"{"name":"a","watts":"#, "<html>", ""] {
        let (lamp, told) = read::<Lamp>(body).await;
        assert_eq!((lamp.unwrap_err().kind(), told), (ErrorKind::Decode, vec![]), "{body}");
    }
}

/// A wrong branch must not be made to fit by leaving out what does not.
#[tokio::test]
async fn branches_of_unions_are_not_bent() {
    let (either, told) = read::<Either>(r#"{"name":"a","place":"x","state":"dim"}"#).await;
    assert!(matches!(either.unwrap(), Either::Lamp(_)));
    assert_eq!(told, [at("$.state", DriftKind::UnknownValue)]);
    let (either, told) = read::<Vec<Either>>(r#"[{"name":"a","state":"dim","watts":"60 W"},3]"#).await;
    assert_eq!(either.unwrap(), [Either::Number(3)]);
    assert_eq!(told, [at("$[0].watts", DriftKind::WrongType)]);
}

/// What servers write otherwise and means the same is read, told, and refused if reading is strict.
#[tokio::test]
async fn numbers_in_quotes_texts_without_and_null_for_nothing_are_understood() {
    let plain = read_plainly::<Vec<i64>>(r#"[1, "-2", "3"]"#, false).await.unwrap();
    assert_eq!(plain, [1, -2, 3]);
    let plain = read_plainly::<Vec<f64>>(r#"["1.5", 2]"#, false).await.unwrap();
    assert_eq!(plain, [1.5, 2.0]);
    let plain = read_plainly::<Vec<String>>(r#"["a", 1348790499819123456789, 1.50]"#, false).await.unwrap();
    assert_eq!(plain, ["a", "1348790499819123456789", "1.50"]);
    let plain = read_plainly::<BTreeMap<String, Vec<i32>>>(r#"{"a": null}"#, false).await.unwrap();
    assert_eq!(plain, BTreeMap::from([("a".to_owned(), vec![])]));
    let (lists, told) = read::<Vec<Vec<u32>>>(r#"[null, ["7"]]"#).await;
    assert_eq!(lists.unwrap(), [vec![], vec![7]]);
    assert_eq!(told, [at("$[0]", DriftKind::WrongType), at("$[1][0]", DriftKind::WrongType)]);
    for body in [r#"["x"]"#, r#"["1 2"]"#, r#"["1x"]"#, r#"[""]"#, "[true]", "[null]", r#"["3000000000"]"#] {
        assert!(read_plainly::<Vec<i32>>(body, false).await.is_err(), "{body}");
    }
    for body in ["[true]", "[null]", "[{}]", "[-]"] {
        assert!(read_plainly::<Vec<String>>(body, false).await.is_err(), "{body}");
    }
    assert!(read_plainly::<Vec<i64>>(r#"["1"]"#, true).await.is_err());
    assert!(read_plainly::<Vec<String>>("[1]", true).await.is_err());
    assert!(read_plainly::<Vec<i64>>("null", true).await.is_err());
}

#[tokio::test]
async fn without_a_hook_nothing_is_left_out() {
    assert!(read_plainly::<Lamp>(r#"{"name":"a","watts":"60 W","place":null}"#, false).await.is_err());
    assert!(read_plainly::<Lamp>(r#"{"name":"a"}"#, false).await.is_err());
    assert!(read_plainly::<Vec<i32>>("[1, null]", false).await.is_err());
    let lamp = read_plainly::<Lamp>(r#"{"name":"a","state":"dim","place":null}"#, false).await.unwrap();
    assert_eq!(lamp.state, Some(State::Unknown("dim".into())));
}

#[tokio::test]
async fn a_value_of_no_branch_is_kept_and_told() {
    let (either, told) = read::<Vec<Either>>(r#"[3,"dim",{"place":1}]"#).await;
    let unknown = |value| Either::Unknown(value);
    let expected = vec![Either::Number(3), unknown("dim".into()), unknown(serde_json::json!({"place": 1}))];
    assert_eq!(either.unwrap(), expected);
    assert_eq!(told, [at("$[1]", DriftKind::UnknownValue), at("$[2]", DriftKind::UnknownValue)]);
    let (_, told) = read::<BTreeMap<String, Vec<Either>>>(r#" { "a b" : [ 3 , "dim" ] } "#).await;
    assert_eq!(told, [at(r#"$["a b"][1]"#, DriftKind::UnknownValue)], "white space does not matter");
    let error = read_plainly::<Vec<Either>>(r#"[3, "dim"]"#, true).await.unwrap_err();
    assert!(error.to_string().contains("$[1]: expected a value that the document lists"), "{error}");
}

#[tokio::test]
async fn strict_takes_nothing_unknown() {
    let error = read_plainly::<Lamp>(r#"{"name":"a","state":"dim","place":null}"#, true).await.unwrap_err();
    assert!(error.to_string().contains("$.state: expected a value that the document lists"), "{error}");
    assert!(read_plainly::<Lamp>(r#"{"name":"a","state":"on","place":null}"#, true).await.is_ok());
    let (client, told) = watched(r#"{"name":"a","watts":"60 W","state":"dim"}"#);
    let call = get::<Lamp>(&client).with_options(|options| options.strict(true));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(*told.lock().unwrap(), [at("$.watts", DriftKind::WrongType)], "and it is told");
}

#[tokio::test]
async fn a_declared_error_that_does_not_fit_is_told() {
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = told.clone();
    let server = Server::new([reply(404, "{\"message\": [7]}")]);
    let builder = builder(&server, &World::default()).bearer_auth("t");
    let client = builder.on_drift(move |drift| log.lock().unwrap().push(drift.to_string())).build().unwrap();
    let error = client.get_pet("7").await.unwrap_err();
    assert!(matches!(error.declared(), Some(GetPetError::Undeclared(_))));
    let line = "getPet: $.message: a value of another type than the document says";
    assert_eq!(*told.lock().unwrap(), [line]);
}

/// A small answer can have millions of differences, each of which is kept with its place until it is told.
#[tokio::test]
async fn not_all_of_very_many_differences_are_told() {
    let list = |item: &str| -> &'static str { format!("[{}0]", format!("{item},").repeat(100_001)).leak() };
    let (client, told) = watched(list(r#""1""#));
    assert_eq!(get::<Vec<i64>>(&client).await.unwrap().len(), 100_002);
    assert_eq!(told.lock().unwrap().len(), 100_000);
    let (client, told) = watched(list("{}"));
    let error = get::<Vec<i64>>(&client).await.unwrap_err().to_string();
    assert!(error.contains("$[100000]"), "nothing is left out that is not told: {error}");
    assert_eq!(told.lock().unwrap().len(), 100_001, "and what ends the call is told, too");
}
