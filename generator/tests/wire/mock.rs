//! The server in memory answers with values of the operations' types, and the client reads the same values.

use wire_mock as client;

mod support;

use client::api::{DeletePet, GetPet, GetPetError, Image, Moves, StartJob, StartJobError, StartJobOutput};
use client::mock::{self, Mock};
use client::types::{self, Pet, Problem};
use support::wait;

fn rex() -> Pet {
    Pet::new("Rex").age(3)
}

#[test]
fn a_success_is_read_as_it_was_given() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.get_pet("7").fields(["name", "age"])).returns(rex());
    mock.on(client.put_pet("7", rex())).returns(());
    mock.on_any::<DeletePet>().returns(Some(rex())).returns(None);
    mock.on_any::<Image>().returns("pixels".into());
    let call = client.get_pet("7").fields(["name", "age"]);
    let response = wait(call.into_response()).unwrap();
    assert_eq!(response.body(), &rex());
    assert_eq!(response.headers()["content-type"], "application/vnd.pet+json");
    assert_eq!(wait(client.put_pet("7", rex()).into_response()).unwrap().status(), 201);
    assert_eq!(wait(client.delete_pet("7")).unwrap(), Some(rex()));
    assert_eq!(wait(client.delete_pet("7")).unwrap(), None);
    assert_eq!(wait(client.image()).unwrap(), "pixels");
    let target = mock.arrivals()[0].uri().to_string();
    assert_eq!(target, "https://mock.test/pets/7?fields=name&fields=age&key=mock");
    assert_eq!(mock.arrivals()[0].header("authorization"), Some("Basic bW9jazptb2Nr"));
    mock.verify();
}

#[test]
fn the_documents_own_examples() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.named("7")).returns_example();
    mock.on(client.bred()).returns_example();
    mock.on(client.greeting()).returns_example();
    assert_eq!(wait(client.named("7")).unwrap(), rex());
    let bred = wait(client.bred().into_response()).unwrap();
    assert_eq!((bred.status().as_u16(), bred.body().breed.as_str()), (201, "Collie"));
    assert_eq!(wait(client.greeting()).unwrap(), "Wau \"wau\"");
    mock.verify();
}

#[test]
#[should_panic(expected = "no example of what `image` answers")]
fn an_example_that_the_document_lacks() {
    mock::Mock::new().on_any::<Image>().returns_example();
}

/// What a call streams, each as it came.
async fn all<T>(call: impl IntoFuture<Output = Result<client::EventStream<T>, impl std::fmt::Debug>>) -> Vec<T> {
    let mut stream = call.await.unwrap();
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.unwrap());
    }
    items
}

#[test]
fn a_stream_is_given_as_its_items() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.moves()).returns(vec![rex(), Pet::new("Bello")]).returns(Vec::new());
    mock.on(client.rows()).returns(vec![rex(), Pet::new("Bello")]);
    mock.on(client.records()).returns(vec![rex(), Pet::new("Bello")]);
    assert_eq!(wait(all(client.moves())), [rex(), Pet::new("Bello")]);
    assert_eq!(wait(all(client.moves())), []);
    assert_eq!(wait(all(client.rows())), [rex(), Pet::new("Bello")]);
    assert_eq!(wait(all(client.records())), [rex(), Pet::new("Bello")]);
    mock.verify();
}

#[test]
fn events_are_given_as_what_they_are() {
    let mock = Mock::new();
    let client = mock.client();
    let (born, said) = (types::Born::new(rex()), types::Said::new("\"Wau\"\nwau").id("7"));
    let raw = client::Event::new("bark", "Wau\nwau");
    let note = types::Note::new("7").retry(20);
    mock.on(client.mixed()).returns(vec![born.clone().into(), said.clone().into()]);
    mock.on(client.notes()).returns(vec![note.clone()]);
    mock.on(client.raw()).returns(vec![raw.clone()]);
    assert_eq!(wait(all(client.mixed())), [types::Mixed::from(born), said.into()]);
    assert_eq!(wait(all(client.notes())), [note]);
    assert_eq!(wait(all(client.raw())), [raw]);
    mock.verify();
}

#[test]
fn a_stream_is_one_of_two_answers() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.chat()).streams([rex()]).returns("Wau".to_owned());
    assert_eq!(wait(all(client.chat().into_events())), [rex()]);
    assert_eq!(wait(client.chat()).unwrap(), "Wau");
    mock.verify();
}

/// What a future gives that has to wait for the mock's own clock only.
fn wait_long<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut poll = || future.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    let given = (0..1000).find_map(|_| match poll() {
        std::task::Poll::Ready(output) => Some(output),
        std::task::Poll::Pending => None,
    });
    given.expect("it waits for something else")
}

#[test]
fn a_stream_pauses_and_breaks_off() {
    let mock = Mock::new();
    let minute = std::time::Duration::from_secs(60);
    let reply = mock::Reply::new(200).items::<Moves>([rex()]).pause(minute).items::<Moves>([Pet::new("Bello")]);
    mock.on_any::<Moves>().replies(reply.breaks_off());
    let mut moves = wait(mock.client().moves()).unwrap();
    assert_eq!(wait(moves.next()).unwrap().unwrap(), rex());
    assert_eq!(mock.elapsed(), std::time::Duration::ZERO);
    assert_eq!(wait_long(moves.next()).unwrap().unwrap(), Pet::new("Bello"));
    assert_eq!(mock.elapsed(), minute);
    assert_eq!(wait(moves.next()).unwrap().unwrap_err().kind(), client::ErrorKind::Transport);
    mock.verify();
}

#[test]
fn a_stream_can_be_given_as_its_bytes() {
    let mock = Mock::new();
    let bytes = mock::Reply::new(200).body("text/event-stream", "data: {\"name\":\"Rex\",\"age\":3}\n\n: so\n\n");
    mock.on(mock.client().moves()).replies(bytes);
    assert_eq!(wait(all(mock.client().moves())), [rex()]);
    mock.verify();
}

#[test]
fn each_of_several_successes_has_its_status() {
    let outputs = [
        (StartJobOutput::Ok(rex()), 200),
        (StartJobOutput::Accepted("soon".to_owned()), 202),
        (StartJobOutput::NoContent, 204),
    ];
    for (output, status) in outputs {
        let mock = Mock::new();
        mock.on_any::<StartJob>().returns(output.clone());
        let response = wait(mock.client().start_job().into_response()).unwrap();
        assert_eq!((response.body(), response.status().as_u16()), (&output, status));
    }
}

#[test]
fn each_error_has_its_status() {
    let errors = [
        (GetPetError::NotFound(Problem::new().title("No.")), 404),
        (GetPetError::Gone, 410),
        (GetPetError::ClientError("Bad.".to_owned()), 400),
        (GetPetError::Default("raw".into()), 500),
    ];
    for (error, status) in errors {
        let mock = Mock::new();
        mock.on_any::<GetPet>().fails(error.clone());
        let answered = wait(mock.client().get_pet("7").with_retries(0)).unwrap_err();
        assert_eq!((answered.declared(), answered.status().unwrap().as_u16()), (Some(&error), status));
        let made = mock::error::<GetPet>(error.clone());
        assert_eq!(
            (made.declared(), made.status(), made.to_string()),
            (Some(&error), answered.status(), answered.to_string())
        );
    }
    let mock = Mock::new();
    mock.on_any::<StartJob>().fails(StartJobError::Undeclared("?".into()));
    let error = wait(mock.client().start_job().with_retries(0)).unwrap_err();
    assert_eq!(error.declared(), Some(&StartJobError::Undeclared("?".into())));
}

#[test]
fn another_argument_is_another_call() {
    let mock = Mock::new();
    let client = mock.client();
    mock.on(client.put_pet("7", rex())).returns(());
    let error = wait(client.put_pet("7", Pet::new("Rex"))).unwrap_err().to_string();
    assert!(error.contains(r#"does not expect putPet: PUT /pets/7 {"name":"Rex"}"#), "{error}");
    assert!(error.contains(r#"it expects putPet: PUT /pets/7 {"name":"Rex","age":3}"#), "{error}");
    wait(client.put_pet("7", rex())).unwrap();
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| mock.verify())).is_err(), "a call too many");
}
