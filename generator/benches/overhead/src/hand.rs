//! The same by hand: reqwest, serde's derive, and the timeouts that a client should have.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, FixedOffset};
use reqwest::{Client, Response, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{Caller, Case};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoding is what is measured")]
struct Secret {
    name: Option<String>,
    dt_created: Option<DateTime<FixedOffset>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoding is what is measured")]
struct Member {
    user_id: Option<String>,
    email: Option<String>,
    is_admin: Option<bool>,
    team_id: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Update {
    is_admin: bool,
}

pub struct Hand {
    client: Client,
    url: String,
}

impl Hand {
    pub fn new(url: &str) -> Self {
        let client = Client::builder().user_agent("hand/0.1.0").connect_timeout(Duration::from_secs(5));
        let client = client.timeout(Duration::from_secs(60)).read_timeout(Duration::from_secs(30));
        Self { client: client.build().expect("a client"), url: url.to_owned() }
    }

    async fn secrets(&self, team: &str) -> Result<Vec<Secret>, Failed> {
        let request = self.client.get(format!("{}/teams/{team}/secrets", self.url)).bearer_auth("token");
        read(request.header("accept", "application/json").send().await?).await
    }

    async fn update(&self, team: &str, user: &str, body: &Update) -> Result<Member, Failed> {
        let request = self.client.put(format!("{}/teams/{team}/users/{user}", self.url)).bearer_auth("token");
        read(request.header("accept", "application/json").json(body).send().await?).await
    }
}

#[derive(Debug)]
#[allow(dead_code, reason = "it is what the caller would be shown")]
enum Failed {
    Sent(reqwest::Error),
    Status(StatusCode, Bytes),
    Decode(serde_json::Error),
}

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Self::Sent(error)
    }
}

/// The body of a success, or what the server said instead.
async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failed> {
    let status = response.status();
    let body = response.bytes().await?;
    if !status.is_success() {
        return Err(Failed::Status(status, body));
    }
    serde_json::from_slice(&body).map_err(Failed::Decode)
}

impl Caller for Hand {
    async fn call(&self, case: Case) -> usize {
        match case {
            Case::One => self.secrets("one").await.expect("an answer").len(),
            Case::Hundred => self.secrets("hundred").await.expect("an answer").len(),
            Case::Body => {
                let member = self.update("one", "user-7", &Update { is_admin: true }).await.expect("an answer");
                usize::from(member.is_admin == Some(true))
            }
        }
    }
}
