// What only XML has: document types, entities, namespaces, encodings, places by path and line.
import { describe, expect, it } from "vitest";
import { chunksOf } from "../sbom-format.suite.ts";
import { readSbom } from "../sbom-reader.ts";

const readXml = (text: string) => readSbom(chunksOf(Buffer.from(text)));
const bom = (inner: string): string => `<bom xmlns="http://cyclonedx.org/schema/bom/1.5">${inner}</bom>`;
const component = (name: string, more = ""): string => `<component type="library"><name>${name}</name><version>1.0</version>${more}</component>`;

describe("inventory/sbom/cyclonedx-xml", () => {
  const laughs = `<!DOCTYPE bom [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, index) => `<!ENTITY a${index} "${`&a${index === 0 ? "" : index - 1};`.repeat(10)}">`).join("")}]>`;
  it.each([
    ["a document type with entities that expand without end", `${laughs}${bom("<serial>&a19;</serial>")}`, "sbom.doctype"],
    ["a document type that reads a file", `<!DOCTYPE bom SYSTEM "file:///etc/passwd">${bom("")}`, "sbom.doctype"],
    ["an entity nobody defined", bom("<components>&secret;</components>"), "sbom.malformed"],
    ["tags that cross", bom("<components><component></components></component>"), "sbom.malformed"],
    ["text after the end", `${bom("")}tail`, "sbom.malformed"],
    ["a second root", `${bom("")}${bom("")}`, "sbom.malformed"],
    ["a character XML does not allow", bom("<x>\u0001</x>"), "sbom.malformed"],
    ["an end before the end", bom("<components>").replace("</bom>", ""), "sbom.truncated"],
    ["an end inside a tag", "<bom xmlns='http://cyclonedx.org/schema/bom/1.5'><compo", "sbom.truncated"],
    ["another declared encoding", `<?xml version="1.0" encoding="ISO-8859-1"?>${bom("")}`, "sbom.encoding"],
    ["100,000 open elements", bom("<a>".repeat(100_000)), "sbom.too-deep"],
  ])("%s is refused", async (_name, text, code) => {
    await expect(readXml(text)).rejects.toMatchObject({ code });
  });

  it("rejects name path and line", async () => {
    const { rejects } = await readXml(bom(`<components>${component("a", "<purl>pkg:npm/a@1</purl>")}\n${component("b", `<components>\n${component("c")}</components>`)}</components>`));
    expect(rejects.map(({ at, name }) => `${at} ${name}`)).toEqual(["/bom/components/component[2]/components/component[1] (line 3) c", "/bom/components/component[2] (line 2) b"]);
  });

  it("takes purls with character references, CDATA and white space around them", async () => {
    const { components } = await readXml(bom(`<components>${component("a", "<purl>\n pkg:npm/a@1?x=1&amp;y=2 </purl>")}${component("b", "<purl>pkg:npm/<![CDATA[b]]>@&#x31;</purl>")}</components>`));
    expect(components.map(({ purl }) => purl)).toEqual(["pkg:npm/a@1?x=1&y=2", "pkg:npm/b@1"]);
  });

  it("a text longer than the limit costs its component", async () => {
    const { rejects } = await readXml(bom(`<components>${component("a", `<purl>${"x".repeat(70_000)}</purl>`)}</components>`));
    expect(rejects).toMatchObject([{ reason: "malformed", detail: "purl is 70000 bytes long, more than is read." }]);
  });
});
