//! Codes about the text of documents and about files.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code::error("OAS0001", "the text is neither JSON nor YAML")
        .what("The text breaks a rule of the language it is written in.")
        .why("Behind the mistake nobody can say what the author meant.")
        .recovery("Nothing is generated. The message names the line and the column at which the parser gave up; the mistake is there or shortly before.")
        .fix("mend the text at the place that is shown, or shortly before it"),
    Code::error("OAS0002", "the file holds no document")
        .what("The file is empty, a web page, a pointer of Git LFS, or a value that is no object.")
        .why("This is what a wrong address or a download that failed leaves behind.")
        .recovery("Nothing is generated.")
        .fix("fetch the document again, and look at what came"),
    Code::error("OAS0003", "the file is not text")
        .what("The file is binary data, compressed, or in an encoding other than UTF-8.")
        .why("JSON and YAML are exchanged as UTF-8. UTF-16 is read too if it begins with a byte order mark.")
        .recovery("Nothing is generated.")
        .fix("save the document as UTF-8"),
    Code::error("OAS0004", "the document is out of bounds")
        .what("The document has more than 256 MiB, more than 120 levels, more than 4,000,000 values or 100,000 operations, or aliases that expand to far more than its text. Or one list or map of it has more than 10,000 entries, a schema is composed of more than 100 levels or 20,000 parts, or what operations share comes to more than 500,000 parameters, media types, responses and headers.")
        .why("A few lines can stand for more than a machine has room for, so what is read, and what comes of it, is bounded. The largest published documents stay far below.")
        .recovery("Nothing is generated.")
        .fix("split the document, or leave out what no client needs"),
    Code::error("OAS0005", "the document is of another kind")
        .what("The document has nothing that OpenAPI has, and may be one of AsyncAPI, Swagger 1.x, JSON Schema, Postman, RAML, WSDL or others of that sort.")
        .why("What it says is said in other words, and a client made of it would have nothing in it.")
        .recovery("Nothing is generated. A document that has `paths`, `webhooks`, `components` or `definitions` is read even if it doesn't say its version.")
        .fix("give the OpenAPI document, or convert this one to OpenAPI first"),
    Code::warning("OAS0101", "a key is used twice")
        .what("An object has two members of the same name.")
        .why("JSON and YAML leave open which one counts; most readers silently drop all but one.")
        .recovery("The last one is used.")
        .fix("delete one of the two, or rename it"),
    Code::warning("OAS0102", "a number doesn't fit")
        .what("An integer is beyond 64 bits, or a number is infinite or none.")
        .why("No integer type of JSON libraries holds it, and JSON has no word for `.inf` and `.nan`.")
        .recovery("An integer is read as the nearest floating-point number, anything else as `null`.")
        .fix("write a number that 64 bits hold, or a string"),
    Code::note("OAS0103", "a YAML tag is unknown")
        .what("A value has a tag of its own, such as `!Ref`.")
        .why("Tags are instructions to a program that processed the document before it was published.")
        .recovery("The value is read as if it had no tag.")
        .fix("delete the tag, or run the program that it is for first"),
    Code::warning("OAS0104", "the file has several YAML documents")
        .what("A line `---` opens another document behind the first one that is not empty.")
        .why("An OpenAPI document is one document.")
        .recovery("The first one that is not empty is read.")
        .fix("keep one document in a file"),
    Code::warning("OAS0105", "a merge key has nothing to merge")
        .what("The value of `<<` is neither a mapping nor a list of mappings.")
        .why("`<<` brings the members of another mapping into this one.")
        .recovery("It is read as an ordinary member.")
        .fix("give `<<` a mapping, or write the key in another way"),
    Code::warning("OAS0106", "a JSON file is not quite JSON")
        .what("The file ends in `.json`, but has comments, trailing commas or missing quotes.")
        .why("Other tools will refuse it.")
        .recovery("It is read as YAML, which has JSON within it and is less strict.")
        .fix("mend the JSON, or let the name of the file end in `.yaml`"),
    Code::note("OAS0107", "very many remarks")
        .what("There are more than a thousand remarks about the text of one file.")
        .why("A list that long is read by nobody.")
        .recovery("The rest is counted only.")
        .fix("mend those that are shown; the others are told then"),
    Code::error("OAS0201", "a file can't be read")
        .what("A reference leads to a file that doesn't exist or is neither JSON nor YAML.")
        .why("What it describes is unknown.")
        .recovery("What refers to it is untyped or left out.")
        .fix("mend the path: it begins at the folder of the file that the reference is in"),
    Code::error("OAS0202", "a reference leads out of the folder")
        .what("A reference leads to a file that is neither in the folder of the document nor in one that was allowed.")
        .why("A document from elsewhere must not be able to read any file of the machine.")
        .recovery("The file is not read; what refers to it is untyped or left out.")
        .fix("move the file next to the document, or list its folder under `references` in codegen.toml"),
    Code::error("OAS0203", "a reference leads to the network")
        .what("A reference is an address such as `https://example.com/common.yaml`.")
        .why("What is generated must only depend on files that are checked in.")
        .recovery("The address is not followed; what refers to it is untyped or left out.")
        .fix("download the file next to the document and refer to it by its path"),
];
