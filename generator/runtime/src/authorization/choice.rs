//! Which of the alternatives of an operation a call takes.

use super::super::credential::Kind;
use super::super::error::Failure;
use super::super::signing::Unsigned;
use super::super::{Credential, Document, ErrorKind, OperationInfo, Scheme, SchemeKind};
use super::Slot;

/// The schemes of a call and where their credentials are.
pub(in super::super) struct Chosen<'a> {
    document: &'static Document,
    slots: &'a [Option<Slot>],
    /// The call's own credential and the scheme that it is for.
    own: Option<(usize, &'a Slot)>,
    /// The indexes of the schemes; all that have a credential if the document says nothing.
    schemes: Option<&'static [usize]>,
    /// What a middleware has to sign.
    pub(super) unsigned: Option<Unsigned>,
}

impl<'a> Chosen<'a> {
    /// The first alternative of the operation for which there are credentials. An own credential of
    /// the call goes to the first scheme that it fits. Where a middleware `may_sign`, headers need not be there yet.
    pub(in super::super) fn new(
        document: &'static Document,
        operation: &'static OperationInfo,
        slots: &'a [Option<Slot>],
        own: Option<(usize, &'a Slot)>,
        may_sign: bool,
    ) -> Result<Self, Box<Failure>> {
        let mut chosen = Self { document, slots, own, schemes: None, unsigned: None };
        if let Some(alternatives) = operation.security {
            let first = alternatives.iter().find(|alternative| chosen.satisfies(alternative));
            let anonymous = || alternatives.is_empty() || alternatives.iter().any(|all| all.is_empty());
            chosen.schemes = match first {
                Some(alternative) => Some(alternative),
                // A credential for this very call is never left out in silence.
                None if own.is_none() && anonymous() => Some(&[]),
                None if own.is_none() && may_sign => Some(chosen.leave_to_sign(alternatives)?),
                None => return Err(missing(document, alternatives)),
            };
        }
        Ok(chosen)
    }

    /// The alternative of which credentials are given, or the first; what it lacks is left to a middleware.
    fn leave_to_sign(&mut self, alternatives: &'static [&'static [usize]]) -> Result<&'static [usize], Box<Failure>> {
        let is_given = |scheme: &usize| self.slot(*scheme).is_some();
        let sent = alternatives.iter().position(|all| all.iter().any(is_given)).unwrap_or_default();
        let lacking = alternatives.iter().enumerate().filter_map(|(index, all)| {
            let lacks =
                |scheme: &usize| index != sent || !all.iter().any(|it| self.shares(*it, *scheme) && is_given(it));
            Unsigned::headers(self.document, all.iter().copied().filter(lacks))
        });
        let lacking: Vec<_> = lacking.collect();
        let failure = missing(self.document, alternatives);
        if lacking.is_empty() {
            return Err(failure);
        }
        self.unsigned = Some(Unsigned { alternatives: lacking, missing: failure.message.into() });
        Ok(alternatives[sent])
    }

    /// Does one of the credentials come from a provider?
    pub(in super::super) fn asks(&self) -> bool {
        self.iter().any(|(_, slot)| slot.placed.is_none())
    }

    fn satisfies(&self, alternative: &[usize]) -> bool {
        let has_own = self.own.is_none_or(|(own, _)| alternative.contains(&own));
        let given = |scheme: &usize, place: usize| self.shares(*scheme, place) && self.slot(*scheme).is_some();
        // One request has one credential in one place, so that is all that schemes of one place can ask for together.
        let complete = alternative.iter().all(|&place| alternative.iter().any(|scheme| given(scheme, place)));
        has_own && complete && !alternative.is_empty()
    }

    fn slot(&self, scheme: usize) -> Option<&'a Slot> {
        match self.own {
            Some((own, slot)) if own == scheme => Some(slot),
            _ => self.slots.get(scheme)?.as_ref(),
        }
    }

    fn shares(&self, one: usize, other: usize) -> bool {
        share_a_place(self.document, one, other)
    }

    /// Of the credentials that go to one place, is it the one that is sent? That is the call's own, else the one that was
    /// given to the builder last.
    fn has_place(&self, index: usize) -> bool {
        let shares = |other: &usize| self.shares(*other, index);
        let own = self.own.map(|(own, _)| own).filter(shares);
        let given = (0..self.document.schemes.len()).filter(shares).filter_map(|it| Some((self.slot(it)?.number, it)));
        own.or(given.max().map(|(_, last)| last)) == Some(index)
    }

    /// The schemes with their credentials.
    pub(in super::super) fn iter(&self) -> impl Iterator<Item = (&'static Scheme, &'a Slot)> {
        let all = 0..if self.schemes.is_none() { self.document.schemes.len() } else { 0 };
        let indexes =
            self.schemes.unwrap_or_default().iter().copied().chain(all.filter(|index| self.has_place(*index)));
        indexes.filter_map(|index| Some((self.document.schemes.get(index)?, self.slot(index)?)))
    }
}

fn share_a_place(document: &Document, one: usize, other: usize) -> bool {
    let kind = |index: usize| document.schemes.get(index).map(|scheme| scheme.kind);
    kind(one).zip(kind(other)).is_some_and(|(one, other)| one.shares_a_place(other))
}

fn missing(document: &'static Document, alternatives: &[&[usize]]) -> Box<Failure> {
    let setter = |index: &usize| document.schemes.get(*index).map(|scheme| format!("`{}`", scheme.setter));
    let setters = |all: &&[usize]| {
        // Of those of one place, one is enough.
        let is_first = |at: usize| !all[..at].iter().any(|earlier| share_a_place(document, *earlier, all[at]));
        let needed = (0..all.len()).filter(|at| is_first(*at)).filter_map(|at| setter(&all[at]));
        needed.collect::<Vec<_>>().join(" and ")
    };
    let mut all: Vec<String> = Vec::new();
    for setters in alternatives.iter().filter(|all| !all.is_empty()).map(setters) {
        if !all.contains(&setters) {
            all.push(setters);
        }
    }
    Failure::new(ErrorKind::Auth, format!("missing credential: set {} of the client's builder", all.join(", or ")))
}

/// The scheme that a call's own credential is for: the first of the operation that it fits.
pub(in super::super) fn scheme_for(
    document: &Document,
    operation: &OperationInfo,
    credential: &Credential,
) -> Option<usize> {
    let fits = |index: &usize| match (&credential.0, document.schemes.get(*index).map(|scheme| scheme.kind)) {
        (_, None) => false,
        (Kind::Provider(_), Some(_)) => true,
        (Kind::Tokens(tokens), Some(kind)) => match kind {
            SchemeKind::OAuth2 { .. } => true,
            SchemeKind::Bearer => tokens.has_url(),
            SchemeKind::Basic | SchemeKind::ApiKey { .. } => false,
        },
        (Kind::Basic { .. }, Some(kind)) => kind == SchemeKind::Basic,
        (Kind::Secret(_), Some(kind)) => kind != SchemeKind::Basic,
    };
    match operation.security {
        Some(alternatives) => alternatives.iter().flat_map(|all| all.iter()).copied().find(|index| fits(index)),
        None => (0..document.schemes.len()).find(|index| fits(index)),
    }
}
