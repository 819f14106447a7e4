//! Pages that nobody speaks of. A wrong guess would lose items without a word, so a parameter and a property of the
//! answer must both be of a known name and a fitting type, and nothing may be in doubt.

use super::page::{Page, Spot, is_number, normal};
use crate::config::{Next, Pagination, Token};
use crate::model::{Format, Location, Notation, Parameter, Type};

/// A parameter that takes a token, and the properties that hold it.
const CURSORS: &[(&str, &[&str])] = &[
    ("after", &["nextafter", "nextcursor", "endcursor"]),
    ("continuationtoken", &["nextcontinuationtoken", "continuationtoken"]),
    ("cursor", &["nextcursor", "nextpagecursor", "endcursor"]),
    ("marker", &["nextmarker"]),
    ("nextcursor", &["nextcursor"]),
    ("nextpagetoken", &["nextpagetoken"]),
    ("nexttoken", &["nexttoken"]),
    ("offset", &["nextoffset"]),
    ("page", &["nextpage"]),
    ("pagecursor", &["nextcursor", "nextpagecursor"]),
    ("pagenumber", &["nextpage", "nextpagenumber"]),
    ("pagetoken", &["nextpagetoken", "nextpage", "nexttoken"]),
    ("start", &["nextstart"]),
    ("startcursor", &["nextcursor"]),
    ("startingafter", &["nextstartingafter"]),
];

/// The same within an object of a certain name.
const NESTED_CURSORS: &[(&str, &str, &str)] = &[
    ("after", "cursors", "after"),
    ("continue", "metadata", "continue"),
    ("cursor", "cursors", "after"),
    ("cursor", "cursors", "next"),
    ("cursor", "meta", "next"),
    ("cursor", "pagination", "next"),
    ("cursor", "paging", "next"),
    ("offset", "nextpage", "offset"),
    ("startingafter", "next", "startingafter"),
];

/// The same where nothing in the answer is named after the next page: then it is not the token that was sent.
const CURSORS_WITHOUT_NEXT: &[(&str, &[&str])] = &[("cursor", &["cursor"])];

/// The same where the answer also says whether there is more; without that, the token is there on the last page too.
const CURSORS_BESIDE_MORE: &[(&str, &[&str])] = &[("after", &["lastid", "nextpage"]), ("afterid", &["lastid"])];

/// Parameters that take the `id` of the last item, where the answer says whether there is more.
const LAST_IDS: &[&str] = &["startingafter"];

const MORE: &[&str] = &["more", "hasmore", "hasmoreitems", "hasmorepages", "hasmoreresults", "hasnext", "hasnextpage"];
const PAGES: &[&str] = &["page", "pageno", "pagenum", "pagenumber"];
const CURRENT: &[&str] = &["currentpage", "page", "pageno", "pagenum", "pagenumber"];
const PAGE_COUNTS: &[&str] = &["lastpage", "numpages", "pagecount", "pagestotal", "totalpages"];
const OFFSETS: &[&str] = &["offset", "skip", "startat"];
const TOTALS: &[&str] =
    &["total", "totalcount", "totalelements", "totalentries", "totalitems", "totalrecords", "totalresults"];
const SIZES: &[&str] =
    &["count", "first", "limit", "maxresults", "pagelimit", "pagesize", "perpage", "rows", "size", "take", "top"];
const URLS: &[&str] =
    &["nextlink", "nextpagelink", "nextpageuri", "nextpageurl", "nexturi", "nexturl", "odatanextlink"];

/// How the operation goes on, if that is certain. `first` finds the number of the first page of a parameter.
pub(super) fn detect(page: &Page<'_>, first: &dyn Fn(&str) -> Option<u32>) -> Option<Pagination> {
    let items = page.items().filter(|_| page.operation.method == "GET")?;
    let spots = page.spots();
    let more = find(&spots, MORE, is_boolean).map(|spot| spot.pointer.clone());
    let next = cursor(page, &spots, more.is_some())
        .or_else(|| last_id(page, &items).filter(|_| more.is_some()))
        .or_else(|| link(page, &items))
        .or_else(|| url(page, &spots).filter(|_| takes_token(page)))
        .or_else(|| by_page(page, &spots, more.is_some() || is_bare(page, &items), first))
        .or_else(|| by_offset(page, &spots, more.is_some() || is_bare(page, &items), first))
        .or_else(|| url(page, &spots))?;
    Some(Pagination { items: Some(items), next, more })
}

fn cursor(page: &Page<'_>, spots: &[Spot<'_>], has_more: bool) -> Option<Next> {
    let tokens = query(page).filter(|(_, parameter)| is_token(&parameter.ty));
    let has_next = spots.iter().any(|spot| spot.name.contains("next") || spot.within.contains("next"));
    tokens.into_iter().find_map(|(name, parameter)| {
        let own = |table: &[(&str, &[&str])], spot: &Spot<'_>| {
            table.iter().any(|(known, fields)| *known == name && fields.contains(&spot.name.as_str()))
        };
        let nested = |spot: &Spot<'_>| NESTED_CURSORS.contains(&(&name, &spot.within, &spot.name));
        let fits = |spot: &&Spot<'_>| {
            (is_number(spot.ty) || !page.is_number(&parameter.ty)) && is_token(spot.ty) && !is_url(spot)
        };
        let certain = spots.iter().filter(fits).find(|spot| own(CURSORS, spot) || nested(spot));
        let beside = || spots.iter().filter(fits).find(|spot| has_more && own(CURSORS_BESIDE_MORE, spot));
        let alone = || spots.iter().filter(fits).find(|spot| !has_next && own(CURSORS_WITHOUT_NEXT, spot));
        let token = Token::Body(certain.or_else(beside).or_else(alone)?.pointer.clone());
        Some(Next::Cursor { argument: parameter.name.wire().to_owned(), token })
    })
}

/// The page behind an item, which is named by its `id`.
fn last_id(page: &Page<'_>, items: &str) -> Option<Next> {
    let pointer = format!("{items}/-/id");
    page.at(&pointer).filter(|ty| is_string(page.resolve(ty)))?;
    let mut parameters = query(page).filter(|(_, parameter)| is_string(page.resolve(&parameter.ty)));
    let (_, parameter) = parameters.find(|(name, _)| LAST_IDS.contains(&name.as_str()))?;
    Some(Next::Cursor { argument: parameter.name.wire().to_owned(), token: Token::Body(pointer) })
}

/// Is there a parameter for a token, too, so that the number of a page is not what counts?
fn takes_token(page: &Page<'_>) -> bool {
    let tokens = ["continuationtoken", "cursor", "nextpagetoken", "nexttoken", "pagecursor", "pagetoken"];
    query(page).any(|(name, parameter)| tokens.contains(&name.as_str()) && *page.resolve(&parameter.ty) == Type::String)
}

/// The header is declared, and there is something to page with, or nothing but the list.
fn link(page: &Page<'_>, items: &str) -> Option<Next> {
    let declared = page.operation.headers.iter().any(|header| header.name.wire().eq_ignore_ascii_case("link"));
    (declared && (items.is_empty() || has_pages(page))).then_some(Next::Link)
}

/// Is the answer nothing but the list, which can be asked for in parts of a certain size, and in one way? Then an empty one
/// is the end.
fn is_bare(page: &Page<'_>, items: &str) -> bool {
    let mut sizes = query(page).filter(|(name, _)| SIZES.contains(&name.as_str()));
    let has_size = sizes.any(|(_, parameter)| page.is_number(&parameter.ty));
    let has_both = number(page, PAGES).is_some() && number(page, OFFSETS).is_some();
    items.is_empty() && has_size && !has_both
}

fn by_page(page: &Page<'_>, spots: &[Spot<'_>], told: bool, first: &dyn Fn(&str) -> Option<u32>) -> Option<Next> {
    let parameter = number(page, PAGES)?;
    let current = find(spots, CURRENT, is_number);
    let pages = find(spots, PAGE_COUNTS, is_number);
    let told = told || current.is_some() || pages.is_some() || find(spots, TOTALS, is_number).is_some();
    let first = first(parameter);
    let pointer = |spot: &Spot<'_>| spot.pointer.clone();
    (told && (first.is_some() || current.is_some())).then(|| Next::Page {
        argument: parameter.to_owned(),
        first,
        current: current.map(pointer),
        // What is counted in pages says when it is over only if it is known where they begin.
        pages: pages.filter(|_| first.is_some()).map(pointer),
    })
}

fn by_offset(page: &Page<'_>, spots: &[Spot<'_>], told: bool, first: &dyn Fn(&str) -> Option<u32>) -> Option<Next> {
    let parameter = number(page, OFFSETS)?;
    let total = find(spots, TOTALS, is_number);
    let told = told || total.is_some() || find(spots, OFFSETS, is_number).is_some();
    let from_zero = first(parameter).is_none_or(|first| first == 0);
    (told && from_zero && query(page).any(|(name, _)| SIZES.contains(&name.as_str())))
        .then(|| Next::Offset { argument: parameter.to_owned(), total: total.map(|spot| spot.pointer.clone()) })
}

fn url(page: &Page<'_>, spots: &[Spot<'_>]) -> Option<Next> {
    let has_previous = find(spots, &["prev", "previous"], is_string).is_some();
    let named = |spot: &&Spot<'_>| match (spot.within.as_str(), spot.name.as_str()) {
        ("links", "next") => true,
        ("next", "href") => true,
        (_, "next") => is_url(spot) && has_previous,
        (_, name) => URLS.contains(&name),
    };
    let found = spots.iter().filter(named).find(|spot| is_string(spot.ty));
    found.filter(|_| has_pages(page)).map(|spot| Next::Url(spot.pointer.clone()))
}

/// Is there a parameter for pages of some kind?
fn has_pages(page: &Page<'_>) -> bool {
    let cursors = CURSORS.iter().map(|(name, _)| *name);
    let known: Vec<&str> = cursors.chain([PAGES, OFFSETS, SIZES].into_iter().flatten().copied()).collect();
    query(page).any(|(name, _)| known.contains(&name.as_str()))
}

/// The parameters of the query that are a plain value, with their names as [`normal`] spells them.
fn query<'l>(page: &Page<'l>) -> impl Iterator<Item = (String, &'l Parameter)> {
    let plain =
        page.operation.parameters.iter().filter(|it| it.location == Location::Query && it.notation == Notation::Styled);
    plain.map(|parameter| (normal(parameter.name.wire()), parameter))
}

/// The wire name of the only integer of these names.
fn number<'l>(page: &Page<'l>, names: &[&str]) -> Option<&'l str> {
    let mut found = query(page).filter(|(name, it)| names.contains(&name.as_str()) && page.is_number(&it.ty));
    let only = found.next().filter(|_| found.next().is_none());
    only.map(|(_, parameter)| parameter.name.wire())
}

fn find<'s, 'l>(spots: &'s [Spot<'l>], names: &[&str], fits: fn(&Type) -> bool) -> Option<&'s Spot<'l>> {
    spots.iter().find(|spot| names.contains(&spot.name.as_str()) && fits(spot.ty))
}

fn is_boolean(ty: &Type) -> bool {
    *ty == Type::Boolean
}

fn is_string(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Format(Format::Url))
}

/// Can it be the token of a page?
fn is_token(ty: &Type) -> bool {
    is_number(ty) || matches!(ty, Type::String | Type::Format(Format::Uuid | Format::Base64 | Format::Base64Url))
}

fn is_url(spot: &Spot<'_>) -> bool {
    let facts = &spot.field.docs.facts;
    *spot.ty == Type::Format(Format::Url)
        || facts.iter().any(|fact| ["Format: `uri`", "Format: `url`"].contains(&fact.as_str()))
}
