//! Through the generated client, as it is.

use generated_client::{Client, types};

use crate::{Caller, Case};

pub struct Generated(Client);

impl Generated {
    pub fn new(url: &str) -> Self {
        Self(Client::builder().bearer_auth("token").base_url(url).build().expect("a client"))
    }
}

impl Caller for Generated {
    async fn call(&self, case: Case) -> usize {
        match case {
            Case::One => self.0.list_team_secrets("one").await.expect("an answer").len(),
            Case::Hundred => self.0.list_team_secrets("hundred").await.expect("an answer").len(),
            Case::Body => {
                let body = types::update_team_member::Body::new().is_admin(true);
                let member = self.0.update_team_member("one", "user-7", body).await.expect("an answer");
                usize::from(member.is_admin == Some(true))
            }
        }
    }
}
