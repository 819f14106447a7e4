//! What `codegen.toml` says without effect is told.

use crate::harness::{configured, idle_overrides};

const PETS: &str = r"
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /v1/pets:
    get:
      operationId: listPets
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}
  /v1/pets/{id}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: ''}}
components:
  schemas:
    Page: {type: object, properties: {items: {type: array, items: {type: string}}, cursor: {type: string}}}
";

fn idle(settings: &str) -> Vec<String> {
    idle_overrides(&configured("pets", settings), PETS)
}

#[test]
fn what_meets_something_is_not_told() {
    let settings =
        "[select]\ninclude = ['/v1/**']\n[operations.listPets]\nname = 'pets'\n[types.Page]\nname = 'List'\n";
    assert_eq!(idle(settings), [""; 0]);
    assert_eq!(idle("[operations.'GET /v1/*']\npagination = { cursor = 'cursor', next = '/cursor' }\n"), [""; 0]);
    assert_eq!(idle("[operations.'GET /v1/*']\npagination = false\n"), [""; 0]);
}

#[test]
fn what_meets_nothing_is_told() {
    let told = |settings: &str, problem: &str| {
        assert_eq!(idle(settings), [format!("{problem}; the entry has no effect")], "{settings}");
    };
    told("[operations.listPet]\nname = 'pets'\n", "the document has no operation `listPet`");
    told("[types.Pages]\nname = 'List'\n", "the document has no schema `Pages`");
    for key in ["Page", "#/components/schemas/Page/properties/items"] {
        let problem = format!("no operation that is selected needs the schema `{key}`");
        told(&format!("[select]\nexclude = ['listPets']\n[types.'{key}']\nname = 'a'\n"), &problem);
    }
    told("[select]\nskip = ['tag:pets']\n", "no operation is `tag:pets`");
    told("[select]\ninclude = ['/v1/**', '/v2/**']\n", "no operation is `/v2/**`");
}

#[test]
fn of_two_entries_for_one_thing_one_is_told() {
    let two = "[operations.listPets]\nname = 'a'\n[operations.'GET /v1/pets']\nname = 'b'\n";
    let told = "`listPets` has an entry as `GET /v1/pets` too, which holds; the entry has no effect";
    assert_eq!(idle(two), [told]);
    let two = "[types.Page]\nname = 'A'\n[types.'#/components/schemas/Page']\nname = 'B'\n";
    let told = "`Page` has an entry as `#/components/schemas/Page` too, which holds; the entry has no effect";
    assert_eq!(idle(two), [told]);
}

#[test]
fn a_status_or_format_that_is_not_there_is_told() {
    let status = |status: &str| idle(&format!("[operations.listPets]\nprimary-success = {status}\n"));
    assert_eq!([status("200"), status("'all'")], [[""; 0]; 2]);
    for wrong in ["201", "'2XX'"] {
        let wanted = wrong.trim_matches('\'');
        let told = format!("`GET /v1/pets` declares no answer {wanted}; `primary-success` has no effect");
        assert_eq!(status(wrong), [told]);
    }
    let format = "[formats]\n'string/money' = { rust = 'money::Money' }\n";
    assert_eq!(idle(format), ["no string has the format `money`; the entry has no effect"]);
    let priced = PETS.replace("items: {type: string}", "items: {type: string, format: money}");
    assert_eq!(idle_overrides(&configured("pets", format), &priced), [""; 0]);
}

#[test]
fn patterns_of_several_that_fit_none_are_told() {
    let told = |settings: &str, problem: &str| {
        assert_eq!(idle(settings), [format!("{problem}; the entry has no effect")], "{settings}");
    };
    let none = "no operation is `GET /v2/*`, or another entry says more of each";
    told("[operations.'GET /v2/*']\npagination = false\n", none);
    let so = "no operation `GET /v1/**` goes on from page to page so: it has no parameter `page` in query or header";
    told("[operations.'GET /v1/**']\npagination = { page = 'page' }\n", so);
    let name = "`GET /v1/**` stands for several operations, for which an entry has a `pagination` alone";
    told("[operations.'GET /v1/**']\nname = 'pets'\n", name);
}
