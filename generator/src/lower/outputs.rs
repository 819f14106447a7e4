//! What a success gives: one type for all successes where they agree, and the one that it gave before.

use super::Lowering;
use crate::config;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::lock::{Memory, body_text};
use crate::model::{Api, Content, Outcome, Payload, Response, Responses, Status};
use crate::pointer::Pointer;

impl Lowering<'_> {
    /// Sorts the answers into successes and failures. `default` is what a success looks like only if no 2xx is declared;
    /// it says what a failure looks like in any case, if it says anything (OpenAPI 3.0.3, 4.7.16.1).
    pub(super) fn sorted(&self, mut responses: Vec<Response>, method: &str, wanted: Option<&str>) -> Responses {
        responses.sort_by_key(|response| response.status);
        let (mut successes, errors): (Vec<_>, Vec<_>) =
            responses.into_iter().partition(|response| response.status.is_success());
        let (defaults, mut failures): (Vec<_>, Vec<_>) =
            errors.into_iter().partition(|response| response.status == Status::Default);
        if !successes.iter().any(|response| is_fulfilled(response.status)) {
            failures.extend(defaults.iter().filter(|response| response.content.is_some()).cloned());
            successes.extend(defaults);
        } else {
            failures.extend(defaults);
        }
        let leads_on = method == "GET" && failures.iter().any(|response| response.status.is_redirect());
        let statuses = statuses(&successes, leads_on);
        let output = outcome(&successes);
        let mut responses = Responses { output, successes, statuses, errors: failures, produced: Vec::new() };
        let is_wanted = |status: Status| wanted.is_some_and(|wanted| status.to_string().eq_ignore_ascii_case(wanted));
        keep_only(&mut responses, is_wanted);
        responses
    }
}

/// Lets every operation give what it gave before, where the document has got another success since. `codegen.toml` has
/// the last word.
pub(super) fn keep(api: &mut Api, config: &config::Client, memory: &Memory, diagnostics: &mut Diagnostics) {
    for index in 0..api.operations.len() {
        let operation = &api.operations[index];
        let id = Some(operation.name.wire());
        let pin = config.operation(&operation.method, &operation.path, id);
        let chosen = pin.is_some_and(|pin| pin.primary_success.is_some());
        let Some(before) = memory.output(&operation.identity()).filter(|_| !chosen) else { continue };
        let kept = kept(api, &operation.responses, &before);
        if !kept.is_empty() {
            diagnostics.push(finding(&operation.method, &operation.path, &before));
            keep_only(&mut api.operations[index].responses, |status| kept.contains(&status));
        }
    }
}

/// The successes that gave what the operation gave before; none if it gives that still, or none does.
fn kept(api: &Api, responses: &Responses, before: &str) -> Vec<Status> {
    match &responses.output {
        Outcome::Nothing | Outcome::One(_) => Vec::new(),
        Outcome::Optional(response) if format!("Option<{}>", body_text(api, response)) == before => Vec::new(),
        Outcome::Optional(_) | Outcome::Several(_) => {
            let same = responses.successes.iter().filter(|response| body_text(api, &alone(response)) == before);
            same.map(|response| response.status).collect()
        }
    }
}

fn finding(method: &str, path: &str, before: &str) -> Diagnostic {
    let pointer = Pointer::root().keys(&["paths", path, &method.to_ascii_lowercase(), "responses"]);
    let message = format!("a further success is declared, but the call gives `{before}` as before");
    Diagnostic::new(Severity::Note, "OAS3013", &pointer, message)
        .at_key()
        .label("the other answer is an error of the call")
        .help(format!("to let the call give either, put this into codegen.toml: [operations.\"{method} {path}\"] primary-success = \"all\""))
}

/// Makes errors of all successes but those that are wanted, if there are any.
fn keep_only(responses: &mut Responses, is_wanted: impl Fn(Status) -> bool) {
    let (wanted, others): (Vec<Response>, Vec<Response>) =
        responses.successes.drain(..).partition(|response| is_wanted(response.status));
    if wanted.is_empty() || others.is_empty() {
        responses.successes = [wanted, others].concat();
        responses.successes.sort_by_key(|response| response.status);
        return;
    }
    let statuses: Vec<Status> = wanted.iter().map(|response| response.status).collect();
    responses.statuses = (!statuses.contains(&Status::Default)).then_some(statuses);
    responses.output = outcome(&wanted);
    responses.successes = wanted;
    // What `default` says may be there already.
    let is_new = |other: &Response| responses.errors.iter().all(|known| known.status != other.status);
    let others: Vec<Response> = others.into_iter().filter(is_new).collect();
    responses.errors.extend(others);
    responses.errors.sort_by_key(|response| response.status);
}

/// The statuses that are a success, if these are others than all of 2XX: where a redirect is followed, its end may have any
/// of them, and so may an answer of which the document says no more than that nothing may have changed.
fn statuses(successes: &[Response], leads_on: bool) -> Option<Vec<Status>> {
    let statuses: Vec<Status> = successes.iter().map(|response| response.status).collect();
    if statuses.iter().any(|status| is_fulfilled(*status)) && !leads_on {
        return Some(statuses);
    }
    let unchanged = statuses.contains(&Status::Exact(304));
    unchanged.then_some(vec![Status::Range(2), Status::Exact(304)])
}

/// Is it a success of 2XX? 304 says only that there was one before (RFC 9110, 15.4.5).
fn is_fulfilled(status: Status) -> bool {
    status.is_success() && status != Status::Exact(304)
}

fn outcome(successes: &[Response]) -> Outcome {
    let mut distinct: Vec<&Response> = Vec::new();
    for response in successes {
        if !distinct.iter().any(|known| payloads(known) == payloads(response)) {
            distinct.push(response);
        }
    }
    let (bodies, empty): (Vec<&Response>, Vec<&Response>) =
        distinct.iter().copied().partition(|response| response.content.is_some());
    match (&bodies[..], &empty[..]) {
        ([], _) => Outcome::Nothing,
        ([body], []) => Outcome::One(alone(body)),
        // Where nothing comes, a stream has no items.
        ([body], _) if is_stream(&alone(body)) => Outcome::One(alone(body)),
        ([body], _) => Outcome::Optional((*body).clone()),
        _ => Outcome::Several(successes.to_vec()),
    }
}

/// An answer that is the only one is read as it comes, if it is a stream and nothing else.
fn alone(response: &Response) -> Response {
    let is_same = |stream: &&Content| response.content.as_ref().is_some_and(|it| it.media_type == stream.media_type);
    let stream = response.stream.as_ref().filter(is_same);
    Response { content: stream.or(response.content.as_ref()).cloned(), ..response.clone() }
}

fn is_stream(response: &Response) -> bool {
    response.content.as_ref().is_some_and(|content| content.payload.stream().is_some())
}

fn payloads(response: &Response) -> [Option<&Payload>; 2] {
    [&response.content, &response.stream].map(|content| content.as_ref().map(|content| &content.payload))
}
