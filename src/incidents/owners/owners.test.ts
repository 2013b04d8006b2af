// Readers of owners: both dialects of CODEOWNERS, Backstage, our own file; and what an import makes of them.
import fc from "fast-check";
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noDocument } from "../oncall/oncall.ts";
import { planImport } from "./import-plan.ts";
import type { Importing } from "./import-plan.ts";
import { ownersPattern } from "./owners-pattern.ts";
import { ownerReaders } from "./readers/index.ts";
import type { ReaderContext } from "./owner-reader.ts";
import { suggestionOf } from "./suggestion.ts";

const context: ReaderContext = { services: ["pay-api", "pay-web", "search"], mapping: new Map(), dialect: undefined };
const read = (path: string, text: string, more: Partial<ReaderContext> = {}) => {
  const reader = ownerReaders.all.find((one) => one.takes({ path, text }));
  if (!reader) throw new Error("nobody reads it");
  return reader.read({ path, text }, { ...context, ...more });
};
const claimed = (path: string, text: string, more: Partial<ReaderContext> = {}) => Object.fromEntries(read(path, text, more).claims.map(({ service, owners, at }) => [service, `${owners.join(" ")} ${at.split(":").at(-1)}`]));

describe("src/incidents/owners/owners-pattern: a folder is taken by", () => {
  it.each([
    ["*", "services/pay", true], ["/services/", "services/pay", true], ["services/", "apps/services/pay", true], ["/services/", "apps/services/pay", false],
    ["services/pay", "services/pay", true], ["services/pay", "x/services/pay", false], ["pay", "services/pay", true], ["/pay", "services/pay", false],
    ["services/*", "services/pay", false], ["services/*", "services", true], ["services/**", "services/pay/deep", true], ["/services/*/", "services/pay", true],
    ["**/pay", "a/b/pay", true], ["services/**/pay", "services/pay", true], ["services/**/pay", "services/a/b/pay", true], ["services/pay-*", "services/pay-api/src", true],
    ["services/pa?", "services/pay", true], ["services/pa?", "services/pa/", false], ["*.js", "services/pay", false], ["/ser+ices/pay", "services/pay", false], ["/Services/pay", "services/pay", false],
  ])("%s, %s: %s", (pattern, path, isTaken) => { expect(ownersPattern(pattern).takes(path)).toBe(isTaken); });

  it("never throws, whatever is written", () => {
    fc.assert(fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 30 }), (pattern, path) => { expect(typeof ownersPattern(pattern).takes(path)).toBe("boolean"); }));
  });
});

describe("src/incidents/owners/readers/codeowners: GitHub", () => {
  const file = ".github/CODEOWNERS";
  it("the last pattern that takes a service's folder names its owner, teams before people", () => {
    expect(claimed(file, "* @acme/all\n/services/pay-api/ @ana @acme/payments # ours\n/services/pay-web @ben\n/services/ @acme/platform\n/services/pay-web docs@acme.example\n")).toEqual({ "pay-api": "@acme/platform 4", "pay-web": "docs@acme.example 5" });
  });

  it("a pattern without an owner takes the owner away; a blank in a path is escaped; # begins a comment only before a word", () => {
    const text = "/services/pay-api @acme/a\n/services/pay-api\n/my\\ apps/search @acme/s # @acme/none\n";
    expect(claimed(file, text)).toEqual({ search: "@acme/s 3" });
    expect(read(file, text).left.map(({ why }) => why)).toContain("the last pattern that takes services/pay-api of pay-api names no owner");
  });

  it("a mapping says where a service lies whose folder is called otherwise", () => {
    expect(claimed(file, "* @acme/all\n/backend/ @acme/back\n", { mapping: new Map([["/backend/billing/", "pay-api"], ["ui", "pay-web"]]) })).toEqual({ "pay-api": "@acme/back 2", "pay-web": "@acme/all 1" });
  });

  it("what GitHub does not know is left aloud, and a service at two places belongs to neither", () => {
    const { claims, left } = read(file, "!/x @a\n/[ab] @a\n/a/search @acme/one\n/b/search @acme/two\n/services/pay-api nobody @acme/p\n");
    expect(claims.map(({ service, owners }) => [service, owners])).toEqual([["pay-api", ["@acme/p"]]]);
    expect(left.map(({ at, why }) => `${at} ${why}`)).toEqual(expect.arrayContaining([
      expect.stringContaining(":1 GitHub knows no pattern that begins with !"), expect.stringContaining(":2 GitHub knows no ranges"), expect.stringContaining(":5 nobody is neither"), expect.stringContaining("search is given to @acme/one here"),
    ]) as string[]);
  });
});

describe("src/incidents/owners/readers/codeowners: GitLab", () => {
  const text = "* @acme/all\n[Payments][2] @acme/payments\n/services/pay-api/\n/services/pay-web/ @web\n^[Docs] @docs\n/services/\n[payments]\n!/services/pay-web/\n";
  it("sections have default owners, each is asked, an exclusion takes the path out, and optional ones come last", () => {
    expect(claimed("CODEOWNERS", text)).toEqual({ "pay-api": "@acme/all @acme/payments @docs 1", "pay-web": "@acme/all @docs 1" });
  });
  it("the dialect is told from the folder, the sections, or whoever asks", () => {
    expect(Object.keys(claimed(".gitlab/CODEOWNERS", "/services/search @a/b/c\n"))).toEqual(["search"]);
    expect(read(".github/CODEOWNERS", "[Section] @x\n/services/search @y\n").left.map(({ why }) => why)).toContain("GitHub knows no ranges with [ ]");
    expect(read("CODEOWNERS", "[S] @@maintainers\n/services/search\n").left.map(({ why }) => why)).toContain("@@maintainers means a role, not a person or a team");
  });
});

describe("src/incidents/owners/readers/backstage", () => {
  const text = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: pay-api}
spec: {type: service, owner: group:default/payments}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: frontend, annotations: {aftwatch.dev/service: pay-web}}
spec: {system: shop}
---
kind: System
metadata: {name: Shop}
spec: {domain: retail}
---
kind: Domain
metadata: {name: retail}
spec: {owner: user:ops/ana}
---
kind: Group
metadata: {name: payments}
spec: {type: team, members: [ben]}
---
kind: User
metadata: {name: ana, namespace: default}
spec: {profile: {email: ana@acme.example}, memberOf: [payments]}
---
kind: Location
metadata: {name: other}
---
kind: Component
metadata: {name: lonely}
spec: {}
`;
  it("a component's owner, its system's, or that one's domain's; groups and users for the on-call document", () => {
    const { claims, people, teams, left } = read("catalog-info.yaml", text);
    expect(claims).toEqual([{ service: "pay-api", owners: ["payments"], at: "catalog-info.yaml:1" }, { service: "pay-web", owners: ["ops/ana"], at: "catalog-info.yaml:6" }]);
    expect([people, teams]).toEqual([[{ name: "ana", email: "ana@acme.example" }], [{ name: "payments", members: ["ben", "ana"] }]]);
    expect(left.map(({ at }) => at)).toEqual(["catalog-info.yaml:27", "catalog-info.yaml:30"]);
    expect(suggestionOf(people, teams, noDocument)).toBe("people:\n  - name: ana\n    email: ana@acme.example\n    zone: UTC\n    receivers: []\nteams:\n  - name: payments\n    members: [ben, ana]\n");
  });
  it("text that is no YAML is refused with its line", () => {
    expect(() => read("catalog-info.yaml", "kind: [\n")).toThrow(expect.objectContaining({ code: "owners.unreadable" }) as Error);
  });
});

describe("src/incidents/owners/readers/settings", () => {
  it("names a team for each service, and leaves what is none", () => {
    const { claims, left } = read("owners.yaml", "services:\n  pay-api: payments\n  search: 7\nteam: x\n");
    expect([claims, left.map(({ at }) => at)]).toEqual([[{ service: "pay-api", owners: ["payments"], at: "owners.yaml:2" }], ["owners.yaml:4", "owners.yaml:3"]]);
  });
});

describe("src/incidents/owners/import-plan", () => {
  const service = (name: string, owner: string | undefined, source?: { owner: string; source: string }) => ({ serviceId: `svc_${name}`, name, owner, source: source && { ...source, serviceId: `svc_${name}`, at: 1, actor: "t" } });
  const plan = (more: Partial<Importing>) => planImport({ claims: [{ service: "a", owners: ["@acme/new"], at: "f:1" }], services: [service("a", undefined)], document: noDocument, setByHand: new Set(), force: false, ...more });
  const imported = { owner: "old", source: "import:f:1" };
  it.each([
    ["nobody owns it", service("a", undefined), "set"], ["it is so already", service("a", "@acme/new"), "same"], ["an import said otherwise before", service("a", "old", imported), "set"],
    ["somebody set it by hand", service("a", "mine"), "conflict"], ["somebody changed it since the import", service("a", "mine", imported), "conflict"], ["somebody took it away since", service("a", undefined, imported), "conflict"],
  ])("%s: %3$s", (_case, one, state) => { expect(plan({ services: [one] }).changes[0]?.state).toBe(state); });

  it("forced, a conflict is overruled; confirmed by hand, an import's own is one", () => {
    expect(plan({ services: [service("a", "mine")], force: true }).changes[0]).toMatchObject({ state: "forced", why: "mine was set by hand or by a deployment" });
    expect(plan({ services: [service("a", "old", imported)], setByHand: new Set(["svc_a"]) }).changes[0]?.state).toBe("conflict");
  });

  it("takes the owner whom the on-call document knows, by its name there; the first file wins; the rest is told", () => {
    const document = { people: [], teams: [{ name: "payments", members: [], receivers: [], schedule: undefined, policy: undefined, aliases: ["@acme/payments"] }] };
    const claims = [{ service: "a", owners: ["@acme/x", "@acme/Payments"], at: "f:1" }, { service: "a", owners: ["other"], at: "g:2" }, { service: "zzz", owners: ["q"], at: "g:3" }];
    expect(plan({ document, claims, services: [service("a", undefined), service("b", undefined)] })).toMatchObject({ changes: [{ after: "payments" }], unknown: [{ service: "zzz" }], unclaimed: ["b"], left: [{ at: "g:2" }] });
  });
});

describe("src/incidents/owners/readers", () => {
  it("the list is the folder", () => {
    expect(ownerReaders.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(readdirSync(new URL("readers", import.meta.url)).filter((name) => name !== "index.ts").toSorted());
  });
});
