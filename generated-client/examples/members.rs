//! Tells who is calling and who is in a team, and changes who is.
//!
//! ```text
//! GENERATED_CLIENT_BEARER_AUTH=… cargo run -p generated-client --example members -- list my-team
//! ```

use std::process::ExitCode;

use generated_client::types::{Session, TeamMember, update_team_member};
use generated_client::{Client, Error};

const USAGE: &str = "\
Usage: members COMMAND

Commands:
  whoami
  list TEAM
  promote TEAM USER
  demote TEAM USER
  remove TEAM USER

Environment:
  GENERATED_CLIENT_BEARER_AUTH  the key of the API
  GENERATED_CLIENT_BASE_URL     where the API is, if not at its usual place";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the words say; false if they say nothing.
async fn run(words: &[&str]) -> Result<bool, Error> {
    let client = Client::from_env()?;
    match *words {
        ["whoami"] => whoami(client.get_session().await?),
        ["list", team] => client.list_team_members(team).await?.iter().for_each(print),
        ["promote", team, user] => set_admin(&client, team, user, true).await?,
        ["demote", team, user] => set_admin(&client, team, user, false).await?,
        ["remove", team, user] => remove(&client, team, user).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// The answer may be `null`, so the session may be none; and the document requires nothing of one.
fn whoami(session: Option<Session>) {
    let Some(Session { user, team, .. }) = session else {
        return println!("nobody is logged in");
    };
    let user = user.and_then(|user| user.email.or(user.id));
    let team = team.and_then(|team| team.name.or(team.id));
    println!("{}\t{}", user.as_deref().unwrap_or("(no user)"), team.as_deref().unwrap_or("(no team)"));
}

/// A PUT does nothing when it comes twice, so it may be repeated more often than the client does by itself.
async fn set_admin(client: &Client, team: &str, user: &str, is_admin: bool) -> Result<(), Error> {
    let body = update_team_member::Body::new().is_admin(is_admin);
    let member = client.update_team_member(team, user, body).with_retries(4).await?;
    print(&member);
    Ok(())
}

/// Who is no member needs no removing: after a timeout this can be called again.
async fn remove(client: &Client, team: &str, user: &str) -> Result<(), Error> {
    match client.remove_team_member(team, user).await {
        Err(error) if error.status() == Some(http::StatusCode::NOT_FOUND) => println!("{user} is no member of {team}"),
        result => result?,
    }
    Ok(())
}

fn print(member: &TeamMember) {
    let name = member.email.as_deref().or(member.user_id.as_deref()).unwrap_or("(no name)");
    println!("{name}{}", if member.is_admin == Some(true) { "\tadmin" } else { "" });
}
