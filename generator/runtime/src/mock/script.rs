//! What a mocked server expects, what it answers, and what came of it.

use std::fmt;
use std::time::Duration;

use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderName, HeaderValue, Request as HttpRequest};

use super::super::error::Failure;
use super::super::idempotency::header_of as key_header_of;
use super::super::secret::MASK;
use super::super::{Body, Client, Location, OperationInfo, Request, media_types};
use super::arrival::Arrival;
use super::reply::{Act, Fault, Reply};

/// Says more about a request than its operation and its arguments.
pub(super) type Condition = Box<dyn Fn(&Arrival) -> bool + Send + Sync>;

/// All that a mock was told, and all that came.
#[derive(Default)]
pub(super) struct Script {
    expected: Vec<Expected>,
    /// What came that nothing was said about.
    unexpected: Vec<String>,
    /// How many answers were given.
    answered: u64,
    pub(super) arrivals: Vec<Arrival>,
}

impl Script {
    pub(super) fn expect(&mut self, expected: Expected) -> usize {
        self.expected.push(expected);
        self.expected.len() - 1
    }

    pub(super) fn change(&mut self, index: usize, change: impl FnOnce(&mut Expected)) {
        if let Some(expected) = self.expected.get_mut(index) {
            change(expected);
        }
    }

    /// The next answer of the first expectation that the request fits. If none is left, one that is `repeated` by the client
    /// itself gets again what was given last: whoever expects a call to fail need not know how often that is tried.
    pub(super) fn answer(&mut self, arrival: &Arrival, repeated: bool) -> Act {
        let fitting = self.expected.iter_mut().find(|expected| expected.is_open() && expected.fits(arrival));
        if let Some(act) = fitting.and_then(|expected| expected.next(self.answered + 1)) {
            self.answered += 1;
            return act;
        }
        let given = self.expected.iter().filter(|expected| repeated && expected.fits(arrival));
        let latest = given.filter_map(|expected| expected.given.as_ref()).max_by_key(|(number, _)| *number);
        if let Some((_, act)) = latest {
            return act.clone();
        }
        let open = || self.expected.iter().filter(|expected| expected.is_open());
        let nearly = open().find_map(|expected| expected.difference(arrival));
        self.unexpected.push(format!("{arrival}{}", nearly.unwrap_or_default()));
        let open = list(open().map(|expected| {
            let difference = expected.difference(arrival).unwrap_or_default();
            format!("{}{difference}", expected.wanted)
        }));
        Act::Unexpected(format!("the server does not expect {arrival}; it expects{open}"))
    }

    /// What is wrong after the last call.
    pub(super) fn complaint(&self) -> Option<String> {
        let missing: Vec<String> = self.expected.iter().filter_map(Expected::missing).collect();
        if missing.is_empty() && self.unexpected.is_empty() {
            return None;
        }
        let sections = [
            ("expected, but did not come", missing),
            ("came, but was not expected", self.unexpected.clone()),
            ("all that came", self.arrivals.iter().map(Arrival::to_string).collect()),
        ];
        let sections = sections.into_iter().map(|(title, lines)| format!("{title}:{}", list(lines.into_iter())));
        Some(format!("the calls are not as the mock was told\n{}", sections.collect::<Vec<_>>().join("\n")))
    }
}

/// A line for each item, to stand behind a word.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("\n  {item}")).collect();
    if items.is_empty() { " nothing".to_owned() } else { items }
}

/// An expectation and its answers.
pub(super) struct Expected {
    wanted: Wanted,
    conditions: Vec<Condition>,
    answers: Vec<Answer>,
    /// The answer that was given last, and its number among all.
    given: Option<(u64, Act)>,
}

struct Answer {
    act: Act,
    /// How often it is still given; `None` for ever.
    left: Option<u32>,
}

impl Expected {
    pub(super) fn new(wanted: Wanted) -> Self {
        Self { wanted, conditions: Vec::new(), answers: Vec::new(), given: None }
    }

    pub(super) fn require(&mut self, condition: Condition) {
        self.conditions.push(condition);
    }

    pub(super) fn reply(&mut self, reply: Reply) {
        let act = Act::Reply { reply, delay: Duration::ZERO };
        self.answers.push(Answer { act, left: Some(1) });
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        let act = Act::Fault { fault, delay: Duration::ZERO };
        self.answers.push(Answer { act, left: Some(1) });
    }

    /// How often the last answer is given, if there is one.
    pub(super) fn repeat(&mut self, times: Option<u32>) -> Option<()> {
        self.answers.last_mut()?.left = times;
        Some(())
    }

    /// How late the last answer is, if there is one.
    pub(super) fn delay(&mut self, time: Duration) -> Option<()> {
        match &mut self.answers.last_mut()?.act {
            Act::Reply { delay, .. } | Act::Fault { delay, .. } => *delay = time,
            Act::Unexpected(_) => {}
        }
        Some(())
    }

    /// The last answer, if it is a reply.
    pub(super) fn last_reply(&mut self) -> Option<&mut Reply> {
        match &mut self.answers.last_mut()?.act {
            Act::Reply { reply, .. } => Some(reply),
            Act::Fault { .. } | Act::Unexpected(_) => None,
        }
    }

    fn is_open(&self) -> bool {
        self.answers.iter().any(|answer| answer.left != Some(0))
    }

    fn fits(&self, arrival: &Arrival) -> bool {
        self.wanted.fits(arrival) && self.conditions.iter().all(|condition| condition(arrival))
    }

    /// What is different about a request that has method, path and query right, to stand behind it.
    fn difference(&self, arrival: &Arrival) -> Option<String> {
        let mut differences = self.wanted.differences(arrival)?;
        if differences.is_empty() {
            differences.push("a condition does not hold".to_owned());
        }
        Some(format!(" ({})", differences.join("; ")))
    }

    fn next(&mut self, number: u64) -> Option<Act> {
        let answer = self.answers.iter_mut().find(|answer| answer.left != Some(0))?;
        answer.left = answer.left.map(|left| left - 1);
        self.given = Some((number, answer.act.clone()));
        Some(answer.act.clone())
    }

    /// What is still to come.
    fn missing(&self) -> Option<String> {
        let left: u64 = self.answers.iter().filter_map(|answer| answer.left).map(u64::from).sum();
        let times = if left == 1 { String::new() } else { format!(" ({left} times)") };
        (left > 0).then(|| format!("{}{times}", self.wanted))
    }
}

/// Which requests an expectation is about.
pub(super) enum Wanted {
    /// Those of an operation.
    Operation(&'static OperationInfo),
    /// Those that are like this one.
    Call { operation: &'static OperationInfo, custom: bool, like: Box<Arrival>, headers: Vec<HeaderName> },
}

impl Wanted {
    pub(super) fn operation(operation: &'static OperationInfo) -> Self {
        Self::Operation(operation)
    }

    /// What `client` makes of `request`.
    pub(super) fn call(client: &Client, request: &Request) -> Result<Self, Box<Failure>> {
        let inner = &client.inner;
        let body = request.body.as_ref().map(|body| body.seal(&*inner.shared.environment));
        let uri = inner.uri(request)?;
        let mut like = Box::new(Arrival::of(request.operation, &request.head(uri, &inner.headers, body.as_ref())?));
        if let Some(body) = &body {
            like.body = body.as_bytes().cloned();
        }
        let declared = request.operation.parameters.iter().filter_map(header_of);
        // The client makes an idempotency key by itself where none is given.
        let key = key_header_of(request, inner.document.idempotency_header);
        let declared = declared.filter(|name| key.as_ref() != Some(name) || like.headers.contains_key(name));
        let headers = declared.chain(request.headers.keys().cloned()).collect();
        Ok(Self::Call { operation: request.operation, custom: request.custom.is_some(), like, headers })
    }

    fn fits(&self, arrival: &Arrival) -> bool {
        self.differences(arrival).is_some_and(|differences| differences.is_empty())
    }

    /// What is different about a request; `None` if it is one to somewhere else.
    fn differences(&self, arrival: &Arrival) -> Option<Vec<String>> {
        match self {
            Self::Operation(operation) => (operation.id == arrival.operation).then(Vec::new),
            Self::Call { operation, custom, like, headers } => {
                let same_operation = *custom || operation.id == arrival.operation;
                let same_target = like.method == arrival.method && like.target() == arrival.target();
                (same_operation && same_target).then(|| like.differences(arrival, headers))
            }
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(operation) => {
                write!(f, "{}: {} {}", operation.id, operation.method, operation.path_template)
            }
            Self::Call { like, .. } => like.fmt(f),
        }
    }
}

/// The header that a parameter is sent in, if it is.
fn header_of(parameter: &super::super::Parameter) -> Option<HeaderName> {
    match parameter.location {
        Location::Header => parameter.name.parse().ok(),
        Location::Cookie => Some(COOKIE),
        _ => None,
    }
}

/// The value of a header, unless it is a credential.
fn shown(value: Option<&HeaderValue>) -> String {
    match value {
        None => "none".to_owned(),
        Some(value) if value.is_sensitive() => MASK.to_owned(),
        Some(value) => format!("`{}`", String::from_utf8_lossy(value.as_bytes())),
    }
}

impl Arrival {
    /// What is different in these headers, and in the body, of another request.
    fn differences(&self, other: &Self, headers: &[HeaderName]) -> Vec<String> {
        let bodies = self.body.as_ref().zip(other.body.as_ref()).filter(|_| !self.has_same_json(other));
        let media_type = bodies.map(|_| &CONTENT_TYPE);
        let mut names: Vec<&HeaderName> = Vec::new();
        for name in headers.iter().chain(media_type) {
            if self.headers.get(name) != other.headers.get(name) && !names.contains(&name) {
                names.push(name);
            }
        }
        let differences = names.into_iter().map(|name| {
            let (expected, came) = (shown(self.headers.get(name)), shown(other.headers.get(name)));
            format!("the header `{name}`: {expected} expected, {came} came")
        });
        let body = bodies.filter(|(body, other)| body != other).map(|_| "the body is another one".to_owned());
        differences.chain(body).collect()
    }

    fn has_same_json(&self, other: &Self) -> bool {
        let is_json = |arrival: &Self| arrival.header("content-type").is_some_and(media_types::is_json);
        is_json(self) && is_json(other) && self.json() == other.json()
    }

    /// The request without its body, if that is a stream.
    pub(super) fn of(operation: &OperationInfo, request: &HttpRequest<Body>) -> Self {
        Self {
            operation: operation.id,
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            body: request.body().as_bytes().cloned(),
        }
    }
}
