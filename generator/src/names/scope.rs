//! Who gets a name that several things wish for.

use std::collections::{BTreeMap, BTreeSet};

use super::words::symbol;
use super::{Name, digest};

/// The holder of the names that no document can have.
const GENERATED: &str = "the generated code";

/// How often a name that is taken is made anew, far more often than any document needs.
const ROUNDS: u32 = 100_000;

/// The alternatives of a name that are its own words; behind them come digests alone.
const SPELLINGS: usize = 3;

/// One level of names in the output: the fields of a struct, the types of a module, the methods of the client.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeMap<String, String>,
    /// What a name adds that the generated code needs for itself.
    yield_word: &'static str,
    /// The beginnings of names that the generated code needs for itself.
    prefixes: &'static [&'static str],
    /// Are the names written as those of fields and methods?
    in_snake_case: bool,
}

/// A thing that wants a name in a [`Scope`].
#[derive(Clone, Debug)]
pub struct Wish {
    /// What the thing is, the same in every version of the document: a pointer, or `GET /pets`.
    pub identity: String,
    /// As the document spells it.
    pub wire: String,
    /// The name `codegen.toml` gives it.
    pub pin: Option<String>,
    /// The name `API.lock` remembers.
    pub memory: Option<String>,
    /// Who `API.lock` remembers as the holder of the name that this thing wished for first.
    pub yielded: Option<String>,
    /// Words that tell it apart from others of its spelling, better than the spelling's own symbols do.
    pub apart: Option<String>,
    /// Which of several kinds of things it is: a lower one chooses first, however it is spelled.
    pub rank: u8,
}

impl Wish {
    /// A thing that nothing is remembered of.
    pub fn new(identity: impl Into<String>, wire: impl Into<String>) -> Self {
        Self {
            identity: identity.into(),
            wire: wire.into(),
            pin: None,
            memory: None,
            yielded: None,
            apart: None,
            rank: 0,
        }
    }
}

/// What became of a [`Wish`].
#[derive(Clone, Debug)]
pub struct Grant {
    /// The name.
    pub name: Name,
    /// Who has the name that was wished for, where this one had to yield.
    pub yielded_to: Option<String>,
}

impl Grant {
    /// Is the name that was wished for one that the generated code needs for itself?
    pub fn is_reserved(&self) -> bool {
        self.yielded_to.as_deref() == Some(GENERATED)
    }
}

impl Scope {
    /// A scope in which the identifiers `reserved` belong to the generated code itself: who wishes for one has
    /// `yield_word` added, `new_field`.
    pub fn reserving(reserved: &[&str], yield_word: &'static str) -> Self {
        let taken = reserved.iter().map(|word| ((*word).to_owned(), GENERATED.to_owned())).collect();
        Self { taken, yield_word, prefixes: &[], in_snake_case: false }
    }

    /// Reserves every name with one of these beginnings too: `with_x` becomes `param_with_x`.
    #[must_use]
    pub fn reserving_prefixes(self, prefixes: &'static [&'static str]) -> Self {
        Self { prefixes, ..self }
    }

    /// The same for fields and methods: of several spellings of a name, `get_pet` is the exact one.
    #[must_use]
    pub fn in_snake_case(self) -> Self {
        Self { in_snake_case: true, ..self }
    }

    /// Names all of `wishes`, in their order. Ties are broken by pin, memory, rank, exact spelling, then byte order.
    pub fn grant(&mut self, wishes: &[Wish]) -> Vec<Grant> {
        let pure = pure_names(wishes);
        let mut grants: BTreeMap<usize, Grant> = BTreeMap::new();
        let mut order: Vec<usize> = (0..wishes.len()).collect();
        order.sort_by_cached_key(|&index| self.precedence(&wishes[index], &pure[index]));
        for index in order {
            grants.insert(index, self.grant_one(&wishes[index], &pure[index]));
        }
        grants.into_values().collect()
    }

    /// Who chooses first: the pinned, the remembered, those of a lower rank, those spelled as they are rendered, then in
    /// byte order.
    fn precedence<'w>(&self, wish: &'w Wish, pure: &Name) -> (bool, bool, u8, u8, &'w str, &'w str) {
        let distance = self.distance(pure);
        (wish.pin.is_none(), wish.memory.is_none(), wish.rank, distance, &wish.wire, &wish.identity)
    }

    /// How far a spelling is from how it is rendered: not at all, in the other case, or more.
    fn distance(&self, pure: &Name) -> u8 {
        match (pure.wire == pure.snake, pure.wire == pure.upper_camel) {
            (true, _) => u8::from(!self.in_snake_case),
            (_, true) => u8::from(self.in_snake_case),
            (false, false) => 2,
        }
    }

    fn grant_one(&mut self, wish: &Wish, pure: &Name) -> Grant {
        let wished = self.wished(wish, pure);
        let yielded_to = self.holder(&wished).cloned();
        let name = if yielded_to.is_some() { self.yielding(wish, &wished) } else { wished };
        for spelling in [name.snake(), name.upper_camel()] {
            self.taken.insert(spelling.to_owned(), wish.identity.clone());
        }
        let before = wish.yielded.clone().filter(|_| wish.pin.is_none());
        Grant { name, yielded_to: yielded_to.or(before) }
    }

    fn wished(&self, wish: &Wish, pure: &Name) -> Name {
        match (&wish.pin, &wish.memory) {
            (Some(rust), _) => self.without_prefix(Name::pinned(&wish.wire, rust)),
            (None, Some(rust)) => self.remembered(wish, pure, rust),
            (None, None) => self.without_prefix(pure.clone()),
        }
    }

    /// The name that a run before made of the wish. The lock has it in one case alone, from which the other one can't be
    /// told: `server_x_y` and `server_xy` are both `ServerXY`.
    fn remembered(&self, wish: &Wish, pure: &Name, rust: &str) -> Name {
        let pure = self.without_prefix(pure.clone());
        if pure.is_spelled(rust) {
            return pure;
        }
        let again = self.alternatives(wish, &pure).take(SPELLINGS).find(|name| name.is_spelled(rust));
        again.unwrap_or_else(|| self.without_prefix(Name::pinned(&wish.wire, rust)))
    }

    fn without_prefix(&self, name: Name) -> Name {
        if !self.prefixes.iter().any(|prefix| name.snake.starts_with(prefix)) {
            return name;
        }
        let made = Name::new(&format!("{}_{}", self.yield_word, name.snake));
        Name { wire: name.wire, ..made }
    }

    /// Who has this name in either case: two names must differ as modules and as types.
    fn holder(&self, name: &Name) -> Option<&String> {
        self.taken.get(name.snake()).or_else(|| self.taken.get(name.upper_camel()))
    }

    /// A name from the thing's own spelling that is still free.
    fn yielding(&self, wish: &Wish, wished: &Name) -> Name {
        let free = self.alternatives(wish, wished).find(|name| self.holder(name).is_none());
        free.unwrap_or_else(|| wished.suffixed(&format!("x{}", digest_of(&wish.identity))))
    }

    /// What the thing can be called if it can't have the name it wished for, the best first.
    fn alternatives(&self, wish: &Wish, wished: &Name) -> impl Iterator<Item = Name> {
        let reserved = self.holder(wished).is_some_and(|holder| holder == GENERATED);
        let apart = if reserved { Some(self.yield_word.to_owned()) } else { wish.apart.clone() };
        let spelled = apart.unwrap_or_else(|| spelling_words(&wish.wire));
        let digests = [format!("x{}", digest(&wish.wire, 4)), format!("x{}", digest_of(&wish.identity))];
        let again = |round: u32| format!("x{}", digest_of(&format!("{}#{round}", wish.identity)));
        let words = std::iter::once(spelled).chain(digests).chain((1..ROUNDS).map(again));
        words.map(|word| self.without_prefix(wished.suffixed(&word)))
    }
}

/// The names that the wishes have by themselves. Where several spellings are one name, a sign is a word of it: beside
/// `name`, `-name` is `minus_name`, and `name<` `name_less_than`.
fn pure_names(wishes: &[Wish]) -> Vec<Name> {
    let pure: Vec<Name> = wishes.iter().map(|wish| Name::new(&wish.wire)).collect();
    let mut spellings: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in &pure {
        spellings.entry(name.upper_camel()).or_default().insert(name.wire());
    }
    let shared = |name: &Name| spellings.get(name.upper_camel()).is_some_and(|all| all.len() > 1);
    pure.iter().map(|name| name.with_sign().filter(|_| shared(name)).unwrap_or_else(|| name.clone())).collect()
}

fn digest_of(identity: &str) -> String {
    digest(identity, 8)
}

/// What sets `wire` apart from its neighbours: the words of its symbols, or its case.
fn spelling_words(wire: &str) -> String {
    let symbols: Vec<&str> = wire.chars().filter_map(symbol).collect();
    if !symbols.is_empty() {
        return symbols.join("_");
    }
    let letters = || wire.chars().filter(|letter| letter.is_alphabetic());
    match (letters().all(char::is_uppercase), letters().all(char::is_lowercase)) {
        (true, _) => "upper".to_owned(),
        (_, true) => "lower".to_owned(),
        _ => "mixed".to_owned(),
    }
}
