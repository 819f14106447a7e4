//! `openapiv3` document -> [`Api`]: every decision and every check on what a thing becomes in Rust.
//!
//! Nothing is dropped without a word: what has no Rust of its own becomes the widest honest type, with a diagnostic.

mod address;
mod auth;
mod branches;
mod callbacks;
mod compare;
mod constants;
mod constraints;
mod content;
mod discriminator;
mod docs;
mod document;
mod enums;
mod families;
mod fields;
mod form;
mod headers;
mod heirs;
mod incoming;
mod info;
mod join;
mod kinds;
mod links;
mod listed;
mod marks;
mod members;
mod mentions;
mod narrow;
mod object;
mod octets;
mod operation;
mod outline;
mod outputs;
mod overrides;
mod pagination;
mod parameter;
mod parts;
mod place;
mod remembered;
mod response;
mod said;
mod scalar;
mod schema;
mod scheme_docs;
mod secrets;
mod server;
mod settle;
mod stream;
mod tagged;
mod tags;
mod titles;
mod tuple;
mod union;
mod webhooks;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use indexmap::IndexMap;
use openapiv3::{OpenAPI, ReferenceOr};

use crate::config;
use crate::diagnostics::Diagnostics;
use crate::lock::Memory;
use crate::model::{Api, Docs, Gate, Scheme, Server, Shape, TypeDef, TypeId, TypePath, Yielded};
use crate::names::{Grant, Name, Scope, Wish};
use crate::normalize::facts;
use crate::parse::Parsed;
use crate::pointer::Pointer;
use place::Place;

pub use overrides::unmatched;

/// Decides what everything in `document` becomes. Findings go to `diagnostics`; the result is whole in any case, and
/// only worth rendering if there was no error.
pub fn lower(document: &Parsed, config: &config::Client, memory: &Memory, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering::new(document, config, memory, diagnostics);
    lowering.name_components();
    lowering.find_families();
    lowering.lower_components();
    lowering.lower_heirs();
    let schemes = lowering.schemes();
    let (operations, tags) = lowering.operations(&schemes);
    lowering.note_plain_http(&operations);
    let webhooks = lowering.webhooks();
    let generations = lowering.generations();
    let octets = std::mem::take(&mut lowering.octets);
    let mut api = Api { webhooks, ..lowering.finish(schemes, operations, tags) };
    families::note_heirs(&generations, &api, diagnostics);
    octets::settle(&mut api, octets, diagnostics);
    secrets::settle(&mut api);
    outputs::keep(&mut api, config, memory, diagnostics);
    api
}

/// How many operations a document has.
pub fn operations(document: &Parsed) -> usize {
    operation::all(&document.openapi, &document.methods).count()
}

/// The work in progress.
struct Lowering<'a> {
    document: &'a OpenAPI,
    methods_beyond: &'a IndexMap<String, IndexMap<String, openapiv3::Operation>>,
    webhook_items: &'a IndexMap<String, openapiv3::PathItem>,
    config: &'a config::Client,
    memory: &'a Memory,
    diagnostics: &'a mut Diagnostics,
    /// The types so far; a component's is reserved before it is lowered, so that recursion finds it.
    types: Vec<TypeDef>,
    components: IndexMap<String, Component>,
    /// The keys of the components, by their types.
    keys: HashMap<TypeId, String>,
    /// The names taken in each module under `types`.
    scopes: HashMap<Vec<String>, Scope>,
    yielded: Vec<Yielded>,
    /// The names of the client's methods.
    methods: Scope,
    /// How many operations `codegen.toml` skips.
    skipped: usize,
    /// The servers that leave a choice.
    named_servers: Vec<Server>,
    /// The components with a discriminator, and those that extend each through `allOf`.
    families: HashMap<String, Vec<String>>,
    /// The members of families that others extend in turn, and these.
    descendants: BTreeMap<String, Vec<String>>,
    /// The struct with the properties that a family shares, by the family's own type.
    bases: HashMap<TypeId, TypeId>,
    /// The schemas with `allOf` that are being read, and their types as far as they have a name.
    joining: Vec<(&'a openapiv3::Schema, Option<TypeId>)>,
    /// How many types are made of the inline schema that is being read.
    copies: usize,
    /// What schemas that consist of others are.
    natures: RefCell<HashMap<*const openapiv3::Schema, object::Nature>>,
    /// Which components can be objects, by reference.
    objects: RefCell<HashMap<String, bool>>,
    /// The values of the discriminator of each family, by its base and the member that they mean.
    family_tags: HashMap<String, families::Tags>,
    /// The inline types that wait for a parent they stand in.
    heirs: Vec<heirs::Heir<'a>>,
    /// The types of parameters and bodies that several operations share, by identity.
    shared: HashMap<String, crate::model::Type>,
    /// The schemas of octets, which are text if they are no body and no part.
    octets: octets::Octets,
}

/// A component schema on its way into a type.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Component {
    id: TypeId,
    state: Progress,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Waiting,
    Started,
    Done,
}

impl<'a> Lowering<'a> {
    fn new(
        parsed: &'a Parsed,
        config: &'a config::Client,
        memory: &'a Memory,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            document: &parsed.openapi,
            methods_beyond: &parsed.methods,
            webhook_items: &parsed.webhooks,
            config,
            memory,
            diagnostics,
            types: Vec::new(),
            components: IndexMap::new(),
            keys: HashMap::new(),
            scopes: HashMap::new(),
            yielded: Vec::new(),
            methods: Scope::default(),
            skipped: 0,
            named_servers: Vec::new(),
            families: HashMap::new(),
            descendants: BTreeMap::new(),
            bases: HashMap::new(),
            joining: Vec::new(),
            copies: 1,
            natures: RefCell::default(),
            objects: RefCell::default(),
            family_tags: HashMap::new(),
            heirs: Vec::new(),
            shared: HashMap::new(),
            octets: octets::Octets::new(),
        }
    }

    /// Gives every component schema its name, so that no order of lowering can matter.
    fn name_components(&mut self) {
        let document = self.document;
        let Some(components) = &document.components else { return };
        let (homes, keys): (Vec<_>, Vec<_>) =
            components.schemas.keys().map(|key| (key, self.home(key))).partition(|(_, home)| home.is_some());
        let wishes = keys.iter().map(|(key, _)| self.type_wish(&component_pointer(key), key)).collect::<Vec<_>>();
        let grants = self.scope(&[]).grant(&wishes);
        for (((key, _), wish), grant) in keys.into_iter().zip(&wishes).zip(grants) {
            self.reserve_component(key, Vec::new(), wish, grant);
        }
        for (key, home) in homes {
            let Some(identity) = home else { continue };
            let inline = self.inline_home(&identity);
            let wire = inline.as_ref().map(|(_, wire)| wire.clone()).or_else(|| identity.last());
            let modules = self.memory.modules(&identity.to_string()).or_else(|| Some(inline?.0));
            let Some((modules, wire)) = modules.zip(wire) else { continue };
            let wish = self.type_wish(&identity, &wire);
            let grant = self.scope(&modules).grant(std::slice::from_ref(&wish)).swap_remove(0);
            self.reserve_component(key, modules, &wish, grant);
        }
    }

    /// What a schema is as an inline type that is a component only because something refers to it: a reference moves and
    /// renames nothing. Those of properties and items are named by where they stand, others if the lock has them.
    fn home(&self, key: &str) -> Option<Pointer> {
        if self.memory.name("type", &component_pointer(key).to_string()).is_some() {
            return None;
        }
        let schema = self.component_schema(key)?.as_item()?;
        let home = schema.schema_data.extensions.get(facts::HOISTED)?.as_str()?;
        let identity = identity_at(&Pointer::parse(home.strip_prefix('#')?));
        let is_known = self.memory.modules(&identity.to_string()).is_some();
        let owner = || self.component_schema(inline_steps(&identity)?.0.as_str())?.as_item();
        let is_inline = || owner().is_some_and(|own| !own.schema_data.extensions.contains_key(facts::HOISTED));
        (is_known || is_inline()).then_some(identity)
    }

    /// The modules and the name that the type of a property or an item has by where it stands in a component.
    fn inline_home(&self, identity: &Pointer) -> Option<(Vec<String>, String)> {
        let (owner, names) = inline_steps(identity)?;
        let mut path = self.types[self.components.get(&owner)?.id.0].path.clone();
        for name in names {
            path = TypePath { modules: path.children(), name };
        }
        Some((path.modules, path.name.wire().to_owned()))
    }

    fn reserve_component(&mut self, key: &str, modules: Vec<String>, wish: &Wish, grant: Grant) {
        let prefix: String = modules.iter().map(|module| format!("{module}::")).collect();
        self.remember_yield(&format!("types::{prefix}"), &wish.identity, &grant);
        let id = self.reserve(TypePath { modules, name: grant.name }, wish.identity.clone());
        self.components.insert(key.to_owned(), Component { id, state: Progress::Waiting });
        self.keys.insert(id, key.to_owned());
    }

    fn lower_components(&mut self) {
        for key in self.components.keys().cloned().collect::<Vec<_>>() {
            self.lower_component(&key);
        }
    }

    /// Lowers a component unless that was done or is under way.
    fn lower_component(&mut self, key: &str) -> Option<TypeId> {
        let component = *self.components.get(key)?;
        if component.state == Progress::Waiting {
            self.set_state(key, Progress::Started);
            let schema = self.component_schema(key)?;
            let place = self.component_place(key, component.id);
            // Whoever refers to it, a component is written out once.
            let copies = std::mem::replace(&mut self.copies, 1);
            let ty = self.type_of(schema, &place);
            self.copies = copies;
            self.define_alias(&place, ty, schema);
            self.set_state(key, Progress::Done);
        }
        Some(component.id)
    }

    fn component_place(&self, key: &str, id: TypeId) -> Place {
        let def = &self.types[id.0];
        let place = Place::component(component_pointer(key), id, def.path.name.clone());
        let identity = Pointer::of_identity(&def.identity);
        Place { modules: def.path.modules.clone(), ..place.identified(identity) }
    }

    /// The key of the component that a type is.
    fn key_of(&self, id: TypeId) -> Option<&String> {
        self.keys.get(&id)
    }

    fn set_state(&mut self, key: &str, state: Progress) {
        if let Some(component) = self.components.get_mut(key) {
            component.state = state;
        }
    }

    fn component_schema(&self, key: &str) -> Option<&'a ReferenceOr<openapiv3::Schema>> {
        self.document.components.as_ref()?.schemas.get(key)
    }

    /// A type that is still to be filled in.
    fn reserve(&mut self, path: TypePath, identity: String) -> TypeId {
        self.types.push(TypeDef {
            path,
            identity,
            docs: Docs::default(),
            deprecated: false,
            shape: Shape::Alias(crate::model::Type::Any),
            in_request: false,
            in_response: false,
            open: false,
            gate: Gate::Always,
        });
        TypeId(self.types.len() - 1)
    }

    /// The scope of the types in a module.
    fn scope(&mut self, modules: &[String]) -> &mut Scope {
        self.scopes.entry(modules.to_vec()).or_default()
    }

    /// The name that `codegen.toml` gives a type or a field. What another file defines goes by its place there, too.
    fn pin(&self, identity: &str) -> Option<String> {
        let found = || self.config.schema(&self.memory.places().written(identity));
        self.config.schema(identity).or_else(found).and_then(|pin| pin.name.clone())
    }

    fn type_wish(&self, pointer: &Pointer, wire: &str) -> Wish {
        let identity = pointer.to_string();
        let pin = self.pin(&identity);
        let memory = self.memory.name("type", &identity);
        let yielded = self.memory.yielded(&identity, memory.as_deref());
        Wish { pin, memory, yielded, ..Wish::new(identity, wire) }
    }

    fn remember_yield(&mut self, prefix: &str, identity: &str, grant: &Grant) {
        if let Some(to) = &grant.yielded_to {
            let path = format!("{prefix}{}", grant.name.upper_camel());
            self.yielded.push(Yielded { path, to: to.clone(), identity: identity.to_owned() });
        }
    }

    fn finish(
        self,
        schemes: Vec<Scheme>,
        operations: Vec<crate::model::Operation>,
        tags: Vec<crate::model::Tag>,
    ) -> Api {
        let servers = server::default_urls(&self.document.servers);
        Api {
            info: self.info(),
            base_url: address::base_url(&servers),
            servers,
            named_servers: self.named_servers,
            idempotency_header: self.config.idempotency_header.clone(),
            schemes,
            tags,
            operations,
            webhooks: Vec::new(),
            credential: None,
            example: None,
            types: self.types,
            yielded: self.yielded,
            skipped: self.skipped,
            places: self.memory.places().clone(),
        }
    }
}

/// What an inline schema is, by where it stands: that of a body is known by its media type.
fn identity_at(pointer: &Pointer) -> Pointer {
    let segments = pointer.segments();
    let is_body = |at: usize| segments[at] == "schema" && at >= 2 && segments[at - 2] == "content";
    let kept = (0..segments.len()).filter(|&at| !is_body(at)).map(|at| segments[at].as_str());
    Pointer::root().keys(&kept.collect::<Vec<_>>())
}

/// The component that a property or an item is in, and what each step to it gives a name.
fn inline_steps(identity: &Pointer) -> Option<(String, Vec<Name>)> {
    let segments = identity.segments();
    let [components, schemas, owner, steps @ ..] = &segments[..] else { return None };
    let mut names = Vec::new();
    let mut steps = steps.iter().map(String::as_str);
    while let Some(step) = steps.next() {
        names.push(match step {
            "properties" => Name::new(steps.next()?),
            "items" => made_name("Item"),
            _ => return None,
        });
    }
    (components == "components" && schemas == "schemas" && !names.is_empty()).then(|| (owner.clone(), names))
}

fn component_pointer(key: &str) -> Pointer {
    Pointer::root().keys(&["components", "schemas", key])
}

/// The key that `#/components/<section>/<key>` names.
fn component_key(reference: &str, section: &str) -> Option<String> {
    let pointer = Pointer::parse(reference.strip_prefix('#')?);
    match pointer.segments().as_slice() {
        [components, found, key] if components == "components" && found == section => Some(key.clone()),
        _ => None,
    }
}

/// A name made of one word that the document does not spell.
fn made_name(word: &str) -> Name {
    Name::new(word)
}
