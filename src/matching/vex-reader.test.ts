// Statements of exploitability in three formats: what is read, in which words, and what costs only itself.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isFault } from "../kernel/fault.ts";
import { readVex } from "./vex-reader.ts";
import { vexFormats } from "./vex/index.ts";

const read = (value: unknown) => readVex(JSON.stringify(value), "doc.json");
const openvex = (statements: unknown[], more: object = {}) => ({ "@context": "https://openvex.dev/ns/v0.2.0", "@id": "urn:x", author: "us", timestamp: "2026-10-01T00:00:00Z", version: 1, statements, ...more });

describe("src/matching/vex", () => {
  it("the list is the folder", () => {
    const files = readdirSync(new URL("./vex/", import.meta.url)).filter((name) => name.endsWith(".ts") && name !== "index.ts").map((name) => name.slice(0, -3));
    expect(vexFormats.all.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });

  it.each([["text", "hello"], ["a list", "[]"], ["another document", "{\"a\":1}"]])("%s is no statement", (_claim, text) => expect(() => readVex(text, "doc.json")).toThrow(expect.objectContaining({ code: "vex.unreadable" })));
});

describe("src/matching/vex/openvex.ts", () => {
  it("products, subcomponents, aliases and inherited times", () => {
    const { statements, rejects } = read(openvex([
      { vulnerability: { name: "CVE-2026-1", aliases: ["GHSA-x"] }, products: [{ "@id": "pkg:oci/shop", subcomponents: [{ "@id": "pkg:npm/left@2.0.0" }] }], status: "not_affected", justification: "vulnerable_code_not_present" },
      { vulnerability: { "@id": "https://x/vuln/CVE-2026-2", name: "CVE-2026-2" }, products: [{ "@id": "https://x/p", identifiers: { purl: "pkg:npm/right" } }], status: "fixed", timestamp: "2026-10-02T00:00:00Z" },
    ]));
    expect([statements, rejects]).toEqual([[
      { ids: ["CVE-2026-1", "GHSA-x"], products: [{ purl: "pkg:npm/left@2.0.0", name: "pkg:npm/left@2.0.0", within: [{ purl: "pkg:oci/shop" }] }], status: "not_affected", justification: "vulnerable_code_not_present", detail: undefined, statedBy: "us", at: Date.UTC(2026, 9, 1), document: "doc.json" },
      { ids: ["CVE-2026-2"], products: [{ purl: "pkg:npm/right", name: "https://x/p", within: [] }], status: "fixed", justification: undefined, detail: undefined, statedBy: "us", at: Date.UTC(2026, 9, 2), document: "doc.json" },
    ], []]);
  });

  it("0.0.1 wrote names as texts and parts beside the products", () => {
    const { statements } = read(openvex([{ vulnerability: "CVE-2026-1", products: ["pkg:oci/shop"], subcomponents: ["pkg:npm/left"], status: "affected" }], { "@context": "https://openvex.dev/ns" }));
    expect(statements[0]).toMatchObject({ ids: ["CVE-2026-1"], products: [{ purl: "pkg:npm/left", within: [{ purl: "pkg:oci/shop" }] }] });
  });

  it("a bad statement costs itself; nothing but bad ones costs the document", () => {
    const good = { vulnerability: "CVE-2026-1", products: ["pkg:npm/left"], status: "affected" };
    const bad = [{ ...good, status: "safe" }, { ...good, products: [] }, { ...good, vulnerability: {} }, { ...good, status: "not_affected" }, 7];
    expect(read(openvex([...bad, good])).rejects.map(({ at }) => at)).toEqual(["/statements/0", "/statements/1", "/statements/2", "/statements/3", "/statements/4"]);
    expect(() => read(openvex(bad))).toThrow(expect.objectContaining({ code: "vex.unreadable" }));
  });
});

const csaf = (productTree: object, vulnerability: object) => ({
  document: { csaf_version: "2.0", category: "csaf_vex", publisher: { name: "Vendor" }, tracking: { current_release_date: "2026-10-01T00:00:00Z" } }, product_tree: productTree, vulnerabilities: [{ cve: "CVE-2026-1", ...vulnerability }],
});
const product = (id: string, helper: object) => ({ category: "product_version", name: id, product: { product_id: id, name: id, product_identification_helper: helper } });

describe("src/matching/vex/csaf.ts", () => {
  it("products of one status share a statement where their reasons are the same", () => {
    const tree = { branches: [{ category: "vendor", name: "v", branches: [product("A", { purl: "pkg:npm/a@1.0.0" }), product("B", { purl: "pkg:npm/b" }), product("C", { purl: "pkg:npm/c" })] }], product_groups: [{ group_id: "G", product_ids: ["A", "B"] }] };
    const { statements } = read(csaf(tree, { product_status: { known_not_affected: ["A", "B", "C"], under_investigation: ["C"] }, flags: [{ label: "component_not_present", group_ids: ["G"] }], threats: [{ category: "impact", details: "unused", product_ids: ["C"] }] }));
    expect(statements.map(({ status, justification, detail, products }) => [status, justification, detail, products.map(({ purl }) => purl)])).toEqual([
      ["not_affected", "component_not_present", undefined, ["pkg:npm/a@1.0.0", "pkg:npm/b"]], ["not_affected", undefined, "unused", ["pkg:npm/c"]], ["under_investigation", undefined, "unused", ["pkg:npm/c"]],
    ]);
    expect(statements[0]).toMatchObject({ ids: ["CVE-2026-1"], statedBy: "Vendor", at: Date.UTC(2026, 9, 1) });
  });

  it("a package of a product holds within that product only; a CPE of Red Hat is its release", () => {
    const tree = {
      branches: [product("ssl", { purl: "pkg:rpm/redhat/ssl?arch=src" }), product("el9", { cpe: "cpe:/o:redhat:enterprise_linux:9::baseos" }), product("app", {})],
      relationships: [["el9:ssl", "el9"], ["app:ssl", "app"]].map(([id, whole]) => ({ category: "default_component_of", full_product_name: { product_id: id, name: id }, product_reference: "ssl", relates_to_product_reference: whole })),
    };
    const { statements } = read(csaf(tree, { product_status: { known_not_affected: ["el9:ssl", "app:ssl"] } }));
    expect(statements[0]?.products).toEqual([
      { purl: "pkg:rpm/redhat/ssl?arch=src", name: "el9:ssl", within: [{ ecosystem: "Red Hat:enterprise_linux:9::baseos" }] }, { purl: "pkg:rpm/redhat/ssl?arch=src", name: "app:ssl", within: [{ name: "app" }] },
    ]);
  });

  it("a circle of relationships ends", () => {
    const relation = (id: string, part: string) => ({ full_product_name: { product_id: id, name: id }, product_reference: part, relates_to_product_reference: "w" });
    expect(read(csaf({ relationships: [relation("a", "b"), relation("b", "a")] }, { product_status: { fixed: ["a"] } })).statements).toHaveLength(1);
  });
});

const cyclonedx = (vulnerability: object) => ({
  bomFormat: "CycloneDX", specVersion: "1.6", metadata: { timestamp: "2026-10-01T00:00:00Z", authors: [{ name: "us" }] }, components: [{ "bom-ref": "r1", type: "library", name: "left", purl: "pkg:npm/left@2.0.0" }], vulnerabilities: [{ id: "CVE-2026-1", ...vulnerability }],
});

describe("src/matching/vex/cyclonedx.ts", () => {
  it.each([
    ["a reference of this document", "r1", "pkg:npm/left@2.0.0"], ["a purl", "pkg:npm/left@1.0.0", "pkg:npm/left@1.0.0"], ["a BOM-Link to a purl", "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg:npm/left@1.0.0", "pkg:npm/left@1.0.0"],
    ["an escaped BOM-Link", "urn:cdx:x/1#pkg%3Anpm%2Fleft%401.0.0", "pkg:npm/left@1.0.0"], ["what leads nowhere", "r2", undefined],
  ])("%s", (_claim, ref, purl) => {
    expect(read(cyclonedx({ analysis: { state: "not_affected", justification: "code_not_present", detail: "gone" }, affects: [{ ref }] })).statements).toMatchObject([{ status: "not_affected", justification: "code_not_present", detail: "gone", statedBy: "us", products: [{ purl }] }]);
  });

  it.each([["false_positive", "not_affected"], ["resolved", "fixed"], ["exploitable", "affected"], ["in_triage", "under_investigation"]])("%s is %s", (state, status) => {
    expect(read(cyclonedx({ analysis: { state }, affects: [{ ref: "r1" }] })).statements.map((one) => one.status)).toEqual([status]);
  });

  it("what was only found is no statement; versions and ranges may have a status of their own", () => {
    expect(read(cyclonedx({ affects: [{ ref: "r1" }] })).statements).toEqual([]);
    const { statements, rejects } = read(cyclonedx({ analysis: { state: "exploitable" }, affects: [{ ref: "r1", versions: [{ version: "1.0.0" }, { version: "2.0.0", status: "unaffected" }, { range: "vers:npm/>=3.0.0|<4.0.0", status: "unaffected" }, { range: "up to four" }] }] }));
    expect(statements.map(({ status, products }) => [status, products.map(({ purl }) => purl)])).toEqual([["affected", ["pkg:npm/left@1.0.0"]], ["not_affected", ["pkg:npm/left@2.0.0", "pkg:npm/left"]]]);
    expect(["2.9.0", "3.1.0", "4.0.0"].map((version) => statements[1]?.products[1]?.speaksOf?.(version))).toEqual([false, true, false]);
    expect(rejects.map(({ at }) => at)).toEqual(["/vulnerabilities/0/affects/0/versions/3"]);
  });
});

// Real documents of many publishers, where they are at hand.
const shared = fileURLToPath(new URL("../../../shared/data/vex/", import.meta.url));

describe.skipIf(!existsSync(shared))("documents of many publishers (skipped when ../shared is not there)", () => {
  it.each(existsSync(shared) ? ["openvex", "csaf", "cyclonedx-vex"] : [])("%s: each is read, or refused with a reason", (folder) => {
    const files = readdirSync(`${shared}${folder}`).filter((name) => /\.json(?:\.gz)?$/.test(name));
    const refused = files.filter((name) => {
      const bytes = readFileSync(`${shared}${folder}/${name}`);
      try { readVex((name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"), name); return false; } catch (thrown) { if (isFault(thrown, "vex.unreadable")) return true; throw thrown; }
    });
    expect(files.length).toBeGreaterThan(0);
    expect(refused.length, refused.join(", ")).toBeLessThanOrEqual(files.length / 5);
  });
});
