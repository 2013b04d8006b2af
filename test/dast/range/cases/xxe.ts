// Range cases of XML external entities: Python's own XML parsers with and without what makes them resolve, in every place XML travels.
import { defineCase, escapeHtml, htmlAnswer } from "../case.ts";
import type { BuiltCase, RangeAnswer, RangeCase, RangeNames } from "../case.ts";
import { python, pythonPath } from "../confined.ts";
import { oneField } from "../one-field.ts";

const check = "xxe";
const vulnerable = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: true, build });
const twin = (name: string, build: RangeCase["build"]): RangeCase => defineCase({ check, name, vulnerable: false, build });

// One program for all: which features are on, and whether the document type is refused.
const sax = `
import sys, io, xml.sax, xml.sax.handler
class Text(xml.sax.handler.ContentHandler):
    def __init__(self): self.all = []
    def characters(self, text): self.all.append(text)
parser = xml.sax.make_parser()
parser.setFeature(xml.sax.handler.feature_external_ges, sys.argv[2] == "external")
text = Text()
parser.setContentHandler(text)
parser.parse(io.BytesIO(sys.argv[1].encode()))
print("".join(text.all))
`;
const include = `
import sys, xml.etree.ElementTree as tree, xml.etree.ElementInclude as include
def load(href, parse, encoding=None):
    with open(href.replace("file://", "")) as file: return file.read()
root = tree.fromstring("<report>" + sys.argv[1] + "</report>")
include.include(root, loader=load)
print("".join(root.itertext()))
`;
const parse = async (xml: string, mode: "external" | "internal"): Promise<{ text: string; failed: string | undefined }> => { const { output, errors, code } = await python(pythonPath ?? "", sax, xml, mode); return { text: output, failed: code === 0 ? undefined : errors.trim().split("\n").at(-1) ?? "error" }; };
const shown = ({ text, failed }: { text: string; failed: string | undefined }): RangeAnswer => (failed === undefined ? htmlAnswer(`<p>Received: ${escapeHtml(text)}`) : htmlAnswer("That is no document of ours.", { status: 400 }));

/** A door that takes XML as the body. */
function door(names: RangeNames, answer: (xml: string) => RangeAnswer | Promise<RangeAnswer>): BuiltCase {
  const path = `/${names.word("path")}`;
  const root = names.word("root");
  return {
    html: (prefix) => `<script>document.body.onclick=()=>fetch("${prefix}${path}",{method:"POST",headers:{"content-type":"application/xml"},body:"<${root}><item>garden</item></${root}>"})</script>`,
    requests: [{ method: "POST", path, headers: [["content-type", "application/xml"]], body: `<?xml version="1.0"?><${root}><item>garden</item><size>3</size></${root}>` }],
    handle: (request) => (request.path === path ? answer(request.body.toString("utf8")) : undefined),
  };
}
const value = "<note><to>garden</to></note>";
const refused = (xml: string): boolean => /<!DOCTYPE|xinclude/i.test(xml);

export const cases: readonly RangeCase[] = pythonPath === undefined ? [] : [
  vulnerable("a body of XML, its text shown", (names) => door(names, async (xml) => shown(await parse(xml, "external")))),
  vulnerable("a document in a parameter", (names) => oneField(names, { value, answer: async (xml) => shown(await parse(xml, "external")) })),
  vulnerable("a document in a form, in a page of status 500", (names) => oneField(names, { by: "form", value, answer: async (xml) => { const { text } = await parse(xml, "external"); return htmlAnswer(`<pre>${escapeHtml(text)}</pre>`, { status: 500 }); } })),
  vulnerable("a parameter that does not look like XML", (names) => oneField(names, { by: "form", value: "garden", answer: async (xml) => shown(await parse(xml, "external")) })),
  vulnerable("only errors are shown", (names) => door(names, async (xml) => { const { failed } = await parse(xml, "external"); return failed === undefined ? htmlAnswer("Received.") : htmlAnswer(escapeHtml(failed), { status: 500 }); })),
  vulnerable("the value becomes part of a document with includes", (names) => oneField(names, { answer: async (text) => { const { output, code } = await python(pythonPath ?? "", include, text); return code === 0 ? htmlAnswer(escapeHtml(output)) : htmlAnswer("No report.", { status: 500 }); } })),
  vulnerable("a document in a field of JSON", (names) => oneField(names, { by: "json", value, answer: async (xml) => shown(await parse(xml, "external")) })),
  twin("external entities are off, internal ones expand", (names) => door(names, async (xml) => shown(await parse(xml, "internal")))),
  twin("external entities are off, a document in a parameter", (names) => oneField(names, { value, answer: async (xml) => shown(await parse(xml, "internal")) })),
  twin("document types are refused", (names) => door(names, async (xml) => (refused(xml) ? htmlAnswer("DOCTYPE is disallowed", { status: 400 }) : shown(await parse(xml, "external"))))),
  twin("the document is stored as text", (names) => door(names, (xml) => htmlAnswer(escapeHtml(xml)))),
  twin("every document with an entity brings an error of status 500", (names) => oneField(names, { by: "form", value, answer: (xml) => (xml.includes("<!") ? htmlAnswer("No such file or directory", { status: 500 }) : htmlAnswer("fine")) })),
  twin("the value is shown as it came", (names) => oneField(names, { answer: (text) => htmlAnswer(escapeHtml(text)) })),
  twin("a value of a form that is encoded into a document", (names) => oneField(names, { by: "form", answer: async (text) => shown(await parse(`<a>${escapeHtml(text)}</a>`, "external")) })),
];
