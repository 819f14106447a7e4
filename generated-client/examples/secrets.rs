//! Lists, shows, creates, changes and deletes the secrets of a team.
//!
//! ```text
//! PAPERSPACE_API_KEY=… cargo run -p generated-client --example secrets -- list my-team
//! ```

use std::process::ExitCode;
use std::time::Duration;

use generated_client::types::{Secret, SecretCreate, update_team_secret};
use generated_client::{Client, Error, ErrorKind};

const USAGE: &str = "\
Usage: secrets [--base-url URL] COMMAND

Commands:
  list TEAM
  show TEAM NAME
  create TEAM NAME    the value is read from standard input
  update TEAM NAME    the value is read from standard input
  delete TEAM NAME

Environment:
  PAPERSPACE_API_KEY   the key of the API
  PAPERSPACE_BASE_URL  where the API is, if not at its usual place; --base-url goes before it";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let base_url = take_base_url(&mut arguments).or_else(|| std::env::var("PAPERSPACE_BASE_URL").ok());
    let Some(command) = Command::parse(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(command, base_url).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            eprintln!("{}", advice(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, base_url: Option<String>) -> Result<(), Error> {
    let client = connect(base_url)?;
    match command {
        Command::List { team } => {
            for secret in client.list_team_secrets(team).await? {
                print(&secret);
            }
        }
        Command::Show { team, name } => print(&client.get_team_secret(team, name).await?),
        Command::Create { team, name } => {
            let secret = SecretCreate::new(name, read_value()?);
            print(&client.create_team_secret(team, secret).await?);
        }
        Command::Update { team, name } => {
            let body = update_team_secret::Body::new(read_value()?);
            print(&client.update_team_secret(team, name, body).await?);
        }
        Command::Delete { team, name } => client.delete_team_secret(team, name).await?,
    }
    Ok(())
}

/// Without a key the client is built all the same: the first call then says which setter is missing.
fn connect(base_url: Option<String>) -> Result<Client, Error> {
    let mut builder = Client::builder().application("secrets-example").timeout(Duration::from_secs(20));
    if let Some(url) = base_url {
        builder = builder.base_url(url);
    }
    if let Ok(key) = std::env::var("PAPERSPACE_API_KEY") {
        builder = builder.bearer_auth(key);
    }
    builder.build()
}

fn print(secret: &Secret) {
    let name = secret.name.as_deref().unwrap_or("(no name)");
    match &secret.dt_created {
        Some(created) => println!("{name}\t{created}"),
        None => println!("{name}"),
    }
}

/// The value comes from standard input, because arguments are seen by every process and kept by the shell.
fn read_value() -> Result<String, Error> {
    let mut value = String::new();
    std::io::stdin().read_line(&mut value).map_err(|error| Error::custom(ErrorKind::Build, error))?;
    Ok(value.trim_end_matches(['\r', '\n']).to_owned())
}

/// What to do about an error.
fn advice(error: &Error) -> &'static str {
    match (error.kind(), error.status().map(|status| status.as_u16())) {
        (ErrorKind::Auth, _) => "Set PAPERSPACE_API_KEY, and use https to reach another machine.",
        (_, Some(401 | 403)) => "Set PAPERSPACE_API_KEY to a key of this team.",
        (_, Some(404)) => "There is no such team or secret.",
        (ErrorKind::Build, _) => "Nothing was sent.",
        (ErrorKind::Connect, _) => "Is the base URL right?",
        (ErrorKind::Decode, _) => "The server answered something else than its document says.",
        _ if error.is_retryable() && error.may_have_run() => "Look whether it was done before you try again.",
        _ if error.is_retryable() => "Try again later.",
        _ => "The server refused it.",
    }
}

/// What the arguments ask for.
enum Command {
    List { team: String },
    Show { team: String, name: String },
    Create { team: String, name: String },
    Update { team: String, name: String },
    Delete { team: String, name: String },
}

impl Command {
    fn parse(arguments: &[String]) -> Option<Self> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Some(match words[..] {
            ["list", team] => Self::List { team: team.to_owned() },
            ["show", team, name] => Self::Show { team: team.to_owned(), name: name.to_owned() },
            ["create", team, name] => Self::Create { team: team.to_owned(), name: name.to_owned() },
            ["update", team, name] => Self::Update { team: team.to_owned(), name: name.to_owned() },
            ["delete", team, name] => Self::Delete { team: team.to_owned(), name: name.to_owned() },
            _ => return None,
        })
    }
}

/// Takes `--base-url URL` out of the arguments.
fn take_base_url(arguments: &mut Vec<String>) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == "--base-url")?;
    let url = arguments.get(at + 1)?.clone();
    arguments.drain(at..at + 2);
    Some(url)
}
