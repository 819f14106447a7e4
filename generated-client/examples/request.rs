//! Sends a request of any method and path, which need not be in the document, with the credentials, retries and errors of
//! all calls, and writes the body of the answer as it comes.
//!
//! ```text
//! GENERATED_CLIENT_BEARER_AUTH=… cargo run -p generated-client --example request -- GET /auth/session
//! ```

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use generated_client::{Client, Error, ErrorKind};

const USAGE: &str = "\
Usage: request METHOD PATH [JSON]

Environment:
  GENERATED_CLIENT_BEARER_AUTH  the key of the API
  GENERATED_CLIENT_BASE_URL     where the API is, if not at its usual place";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (method, path, json) = match words[..] {
        [method, path] => (method, path, None),
        [method, path, json] => (method, path, Some(json)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match send(method, path, json).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

async fn send(method: &str, path: &str, json: Option<&str>) -> Result<(), Error> {
    let method: http::Method = method.parse().map_err(|error| Error::custom(ErrorKind::Build, error))?;
    let call = Client::from_env()?.request(method, path);
    // Attempts may take 10 s each, and all of them a minute, as they may anyway.
    let call = call.with_options(|options| options.attempt_timeout(Duration::from_secs(10)));
    let call = match json {
        Some(json) => call.with_body("application/json", json.to_owned()),
        None => call,
    };
    eprintln!("{call:?}");
    let mut body = call.into_stream().await?;
    while let Some(piece) = body.next().await {
        let written = std::io::stdout().write_all(&piece?);
        written.map_err(|error| Error::custom(ErrorKind::Transport, error))?;
    }
    Ok(())
}

/// All that an error knows.
fn report(error: &Error) {
    eprintln!("{error}");
    for attempt in error.attempts() {
        eprintln!("  after {:?}, for {:?}: {:?}", attempt.started, attempt.took, attempt.outcome);
    }
    if let Some(wait) = error.retry_after() {
        eprintln!("  the server asks to come back in {wait:?}");
    }
    if let Some(body) = error.body() {
        eprintln!("  {}", String::from_utf8_lossy(&body));
    }
    if error.may_have_run() {
        eprintln!("  the server may have done it all the same");
    }
}
