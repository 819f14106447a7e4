//! A server that gives the same answers again and again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Prints its URL and serves until it is ended.
pub fn serve() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    for stream in listener.incoming().flatten() {
        stream.set_nodelay(true).expect("a socket");
        thread::spawn(move || answer(stream));
    }
}

/// Answers each request of a connection.
fn answer(stream: TcpStream) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let (one, hundred, member) = (reply(&secrets(1)), reply(&secrets(100)), reply(MEMBER));
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let answer = match &line {
            line if line.starts_with("PUT") => &member,
            line if line.contains("/hundred/") => &hundred,
            _ => &one,
        };
        let mut length = 0;
        while line.trim() != "" {
            line.clear();
            reader.read_line(&mut line).ok()?;
            length = line.strip_prefix("content-length: ").map_or(length, |text| text.trim().parse().unwrap_or(0));
        }
        reader.read_exact(&mut vec![0; length]).ok()?;
        (&stream).write_all(answer.as_bytes()).ok()?;
    }
}

const MEMBER: &str = r#"{"userId":"user-7","email":"a@example.com","isAdmin":true,"teamId":"one"}"#;

fn secrets(count: usize) -> String {
    let secret = |number| format!(r#"{{"name":"TOKEN_{number}","dtCreated":"2026-01-01T00:00:00.000Z"}}"#);
    format!("[{}]", (0..count).map(secret).collect::<Vec<_>>().join(","))
}

fn reply(body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}
