// CACAO 2.0 out and in: checks written from the specification (sections 3.1, 4, 5, 7 and 10), and documents as other tools write them.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkText, readPlaybook } from "../playbook-reader.ts";
import type { Playbook } from "../playbook.ts";
import { identifierPattern } from "./cacao.ts";
import type { CacaoPlaybook } from "./cacao.ts";
import { conditionFrom } from "./condition.ts";
import { cacaoFrom } from "./export.ts";
import { playbookFromCacao } from "./import.ts";

const folder = new URL("../../../../content/playbooks/", import.meta.url);
const shipped = readdirSync(folder).filter((name) => name.endsWith(".yaml")).map((name): [string, Playbook] => [name, readPlaybook(readFileSync(new URL(name, folder), "utf8"))]);
const wire = (playbook: Playbook): CacaoPlaybook => JSON.parse(JSON.stringify(cacaoFrom(playbook, { at: 0 }))) as CacaoPlaybook;

/** What the specification says MUST hold of a document like ours. */
function breaches(document: CacaoPlaybook): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, rule: string): void => { if (!holds) wrong.push(rule); };
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  must(document.type === "playbook" && document.spec_version === "cacao-2.0", "3.1 type and spec_version");
  must(document.id.startsWith("playbook--") && [document.id, document.created_by].every((id) => identifierPattern.test(id)), "10.10 identifiers");
  must([document.created, document.modified].every((at) => time.test(at)) && document.modified >= document.created, "10.16 timestamps");
  must((document.playbook_types ?? []).length === 0 || (document.playbook_activities ?? []).length > 0, "3.1 playbook_activities");
  must(Object.keys(document.playbook_variables ?? {}).every((name) => /^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$/.test(name)), "10.18 variable names");
  must(Object.values(document.playbook_variables ?? {}).every(({ type, value }) => type !== "" && (value === undefined || value === null || typeof value === "string")), "10.18 variable values");
  must(document.workflow[document.workflow_start]?.type === "start", "3.1 workflow_start");
  const types = Object.values(document.workflow).map(({ type }) => type);
  must(types.filter((type) => type === "start").length === 1 && types.includes("action") && types.includes("end"), "3.1 workflow has start, action and end");
  for (const [id, step] of Object.entries(document.workflow)) {
    must(identifierPattern.test(id) && id.startsWith(`${step.type}--`), `10.10 ${id}`);
    must(!(step.on_completion !== undefined && (step.on_success !== undefined || step.on_failure !== undefined)), `4.1 ${id} has on_completion alone`);
    must([step.on_completion, step.on_success, step.on_failure, step.on_true, step.on_false].every((to) => to === undefined || to in document.workflow), `4.1 ${id} points into the workflow`);
    if (step.type === "action") must((step.commands ?? []).length > 0 && step.commands?.every((command) => command.type !== "" && command.command !== undefined) === true && step.agent !== undefined && step.agent in (document.agent_definitions ?? {}) && (step.targets ?? []).every((one) => one in (document.target_definitions ?? {})), `4.5 ${id}`);
    if (step.type === "if-condition") must(typeof step.condition === "string" && step.on_true !== undefined, `4.9 ${id}`);
    must(Object.keys(step.step_extensions ?? {}).every((one) => one in (document.extension_definitions ?? {})), `8 ${id} extensions are defined`);
  }
  return wrong;
}

describe("incidents/playbooks/cacao/export", () => {
  it.each(shipped)("%s keeps what the specification asks", (_name, playbook) => { expect(breaches(wire(playbook))).toEqual([]); });
  it("the checks can fail", () => {
    const document = wire(shipped[0]?.[1] as Playbook);
    expect(breaches({ ...document, created: "2026-01-01T00:00:00Z", workflow: { ...document.workflow, "action--1": { type: "action", on_completion: "x", on_success: "y" } } }).length).toBeGreaterThanOrEqual(4);
  });
  it.each(shipped)("%s comes back as it went, and goes out the same again", (_name, playbook) => {
    const { text, left } = playbookFromCacao(wire(playbook));
    const back = readPlaybook(text);
    expect([{ ...back, cacao: undefined }, left]).toEqual([{ ...playbook, cacao: undefined }, []]);
    expect(wire(back)).toEqual(wire(playbook));
  });
});

const uuid = (last: string): string => `00000000-0000-4000-8000-${last.padStart(12, "0")}`;
const foreign = {
  type: "playbook", spec_version: "cacao-2.0", id: `playbook--${uuid("1")}`, name: "Block an address", created_by: `identity--${uuid("2")}`, created: "2026-01-01T00:00:00.000Z", modified: "2026-01-01T00:00:00.000Z",
  playbook_variables: { __ip__: { type: "ipv4-addr", description: "who to block", value: "192.0.2.7", external: true }, __mode__: { type: "string", value: "hard" } },
  workflow_start: `start--${uuid("10")}`,
  workflow: {
    [`start--${uuid("10")}`]: { type: "start", on_completion: `if-condition--${uuid("11")}` },
    [`if-condition--${uuid("11")}`]: { type: "if-condition", name: "Hard?", condition: "__mode__:value = 'hard' AND __ip__:value != ''", on_true: `action--${uuid("12")}`, on_false: `action--${uuid("13")}`, on_completion: `parallel--${uuid("14")}` },
    [`action--${uuid("12")}`]: { type: "action", name: "Block", on_completion: `end--${uuid("30")}`, timeout: 60000, commands: [{ type: "http-api", command: "POST /block?ip=__ip__:value HTTP/1.1", headers: { Authorization: ["Bearer leaked"], Accept: ["application/json"] }, content: "{\"ip\":\"__ip__:value\"}" }], agent: `organization--${uuid("40")}`, targets: [`http-api--${uuid("41")}`] },
    [`action--${uuid("13")}`]: { type: "action", name: "Look", on_completion: `end--${uuid("31")}`, commands: [{ type: "bash", command: "grep __ip__:value /var/log/auth.log" }], agent: `organization--${uuid("40")}` },
    [`parallel--${uuid("14")}`]: { type: "parallel", name: "Tell", next_steps: [`action--${uuid("15")}`, `action--${uuid("16")}`], on_completion: `while-condition--${uuid("17")}` },
    [`action--${uuid("15")}`]: { type: "action", name: "Call the owner", on_completion: `end--${uuid("32")}`, commands: [{ type: "manual", command: "Call the owner of __ip__:value" }], agent: `organization--${uuid("40")}` },
    [`action--${uuid("16")}`]: { type: "action", name: "Call the network team", on_completion: `end--${uuid("33")}`, commands: [{ type: "manual", command: "Call the network team" }], agent: `organization--${uuid("40")}` },
    [`while-condition--${uuid("17")}`]: { type: "while-condition", name: "Still there?", condition: "__mode__:value = 'hard'", on_true: `action--${uuid("18")}`, on_completion: `end--${uuid("35")}` },
    [`action--${uuid("18")}`]: { type: "action", name: "Look again", on_completion: `end--${uuid("34")}`, commands: [{ type: "manual", command: "Look again" }], agent: `organization--${uuid("40")}` },
    ...Object.fromEntries(["30", "31", "32", "33", "34", "35"].map((last) => [`end--${uuid(last)}`, { type: "end" }])),
  },
  agent_definitions: { [`organization--${uuid("40")}`]: { type: "organization", name: "SOC" } }, target_definitions: { [`http-api--${uuid("41")}`]: { type: "http-api", name: "Firewall", address: { dname: ["fw.example"] }, port: "8443" } },
  signatures: [{ value: "x" }],
};

describe("incidents/playbooks/cacao/import", () => {
  it("a document of somebody else's becomes a playbook: HTTP is run, commands are shown, loops are bounded, nothing is left out in silence", () => {
    const { text, left } = playbookFromCacao(foreign);
    const { playbook, errors } = checkText(text);
    expect(errors).toEqual([]);
    const byId = new Map(playbook?.steps.map((step) => [step.id, step]));
    expect(byId.get("hard")).toMatchObject({ kind: "branch", with: { cases: [{ when: "inputs.mode == 'hard' and inputs.ip != ''", next: "block" }], otherwise: "look" } });
    expect(byId.get("block")).toMatchObject({ kind: "http", timeoutMs: 60_000, next: "tell", with: { url: "http://fw.example:8443/block?ip={{ inputs.ip }}", method: "POST", headers: { Accept: "application/json" }, body: '{"ip":"{{ inputs.ip }}"}' } });
    expect(byId.get("look")?.with["question"]).toContain("grep {{ inputs.ip }} /var/log/auth.log");
    expect([byId.get("tell")?.next, byId.get("call-the-owner")?.next, byId.get("call-the-network-team")?.next, byId.get("look-again")?.next, byId.get("still-there")?.most]).toEqual(["call-the-owner", "call-the-network-team", "still-there", "still-there", 10]);
    expect(left.map(({ at }) => at).join(" ")).toMatch(/\/signatures.*Authorization/);
    expect(text).not.toContain("leaked");
  });

  it("what is no CACAO 2.0 playbook is refused with every place", () => {
    expect(() => playbookFromCacao({ type: "playbook", spec_version: "1.0" })).toThrow(/spec_version.*workflow/s);
    expect(() => playbookFromCacao([])).toThrow(Error);
  });

  it("conditions that say more than ours are left to people", () => {
    expect(conditionFrom("__x__:value = 'a' OR NOT __n__:value > 3")).toBe("inputs.x == 'a' or not inputs.n > 3");
    expect(conditionFrom("[network-traffic:src_ref.value = '1.2.3.4'] FOLLOWEDBY [x]")).toBeUndefined();
  });
});
