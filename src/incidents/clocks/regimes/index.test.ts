// Every regime: its list, its fields, its drafts, and FedRAMP's own schema.
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { openedAt, sampleFacts, sampleIncident } from "../facts.sample.ts";
import { draftReport } from "../draft.ts";
import type { Regime } from "../regime.ts";
import { regimes } from "./index.ts";

const fedrampSettings = { fedramp: { class: "c", packageUri: "https://example.com/package" }, organisation: "Example Ltd" } as const;
const stagesOf = (regime: Regime) => regime.stages({ settings: fedrampSettings, painRating: undefined });

describe("src/incidents/clocks/regimes", () => {
  it("the list is the folder, and ids are file names", () => {
    const files = readdirSync(import.meta.dirname).filter((name) => !name.includes("test") && name !== "index.ts").map((name) => name.slice(0, -3));
    expect(regimes.all.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });

  it.each(regimes.all.map((regime) => [regime.id, regime] as const))("%s: every stage has fields with ids of their own, and a draft marks what is missing", (_id, regime) => {
    for (const stage of stagesOf(regime)) {
      const ids = stage.fields.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const draft = draftReport(regime, stage, sampleFacts({ settings: {}, vulnerabilities: [], members: [], deployments: [], incident: sampleIncident({ entities: [] }) }));
      expect(draft.text.split("**MISSING").length - 1).toBe(draft.missing.length);
      expect(draft.fields.filter(({ from }) => from === "missing").every(({ value }) => value === undefined)).toBe(true);
    }
  });

  it.each(regimes.all.map((regime) => [regime.id, regime] as const))("%s: whatever is answered stands in the draft, and nothing is missing any more", (_id, regime) => {
    for (const stage of stagesOf(regime)) {
      const answers = Object.fromEntries(stage.fields.map(({ id }) => [id, `answer to ${id}`]));
      const draft = draftReport(regime, stage, sampleFacts({ answers, settings: fedrampSettings }));
      for (const { id, value } of draft.fields) expect(value).toBe(answers[id]);
      expect(draft.missing).toEqual([]);
    }
  });

  it("a notification is filled from the record: product, exploit, what users can do", () => {
    const regime = regimes.find("cra-vulnerability");
    const stage = regime?.stages({ settings: {}, painRating: undefined })[1];
    if (!regime || !stage) throw new Error("there is no such stage");
    const draft = draftReport(regime, stage, sampleFacts());
    expect(draft.text).toContain("pay-api 1.4: 1 live of 2 deployments, 1 reachable from the internet (prod)");
    expect(draft.text).toContain("npm:left in pay-api (CVE-2026-1): fixed in 2.0.1; 2 live affected, 0 fixed.");
    expect(draft.missing).toEqual(["Corrective or mitigating measures taken"]);
    expect(draftReport(regime, stage, sampleFacts({ actions: [{ at: openedAt, actor: "ana", text: "contained" }] })).missing).toEqual([]);
  });

  // The published references lack the "#" before "$defs"; without it nothing resolves.
  const schemaFolder = new URL("../../../../../shared/ssdf/schemas/", import.meta.url);
  const schemas = ["fedramp-incident-report-schema-2026-06-24.json", "fedramp-common-definitions-schema-2026-06-24.json"].map((name) => { try { return JSON.parse(readFileSync(new URL(name, schemaFolder), "utf8").replaceAll(".json/$defs/", ".json#/$defs/")) as Record<string, unknown>; } catch { return undefined; } });
  it.skipIf(schemas.includes(undefined))("FedRAMP's three reports hold against its schema, where that is at hand (../shared)", async () => {
    const { Ajv2020 } = await import("ajv/dist/2020.js");
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const schema of schemas.slice(1)) ajv.addSchema(schema ?? {});
    const validate = ajv.compile(schemas[0] ?? {});
    const regime = regimes.find("fedramp");
    for (const stage of regime ? stagesOf(regime) : []) {
      const document = regime?.document?.(stage, sampleFacts({ settings: fedrampSettings, answers: { "functional-impact": "none", agencies: "GSA, NASA" } }));
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ ...document, reportType: "Other" })).toBe(false);
    }
  });
});
