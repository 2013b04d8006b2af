// The playbooks of an organisation: its own, and the shipped ones that it has not replaced.
import { readdirSync, readFileSync } from "node:fs";
import type { FaultPlace } from "../../../kernel/fault.ts";
import type { Incident } from "../../../incidents/incident.ts";
import { triggeredBy } from "../../../incidents/playbooks/incident-scope.ts";
import { checkText } from "../../../incidents/playbooks/playbook-reader.ts";
import type { CheckedPlaybook } from "../../../incidents/playbooks/playbook-reader.ts";
import type { Playbook, RawObject } from "../../../incidents/playbooks/playbook.ts";
import type { KeptPlaybook } from "../../../incidents/playbooks/playbook-store.ts";
import type { Ports } from "../../../store/store.ts";

export interface Catalogued {
  playbook: Playbook; text: string; source: "shipped" | "own"; enabled: boolean;
  /** 0 for a shipped one. */
  version: number;
  warnings: readonly FaultPlace[]; updatedAt: number | undefined; updatedBy: string | undefined;
  /** Why it fits; undefined when it does not. */
  triggeredBy(incident: Incident, values: RawObject, moment: string): string | undefined;
}

const folder = new URL("../../../../content/playbooks/", import.meta.url);
let shippedTexts: readonly string[] | undefined;

/** The shipped ones, in the order of their names. */
export const shipped = (): readonly string[] => (shippedTexts ??= readdirSync(folder).filter((name) => name.endsWith(".yaml")).toSorted().map((name) => readFileSync(new URL(name, folder), "utf8")));

const checked = new Map<string, CheckedPlaybook>();
const checkedLimit = 500;

/** Texts are checked when they are kept; a later version of this program may see them otherwise, so they are checked again, once. */
function checkOnce(text: string): CheckedPlaybook {
  const known = checked.get(text);
  if (known) return known;
  if (checked.size >= checkedLimit) checked.clear();
  const result = checkText(text);
  checked.set(text, result);
  return result;
}

export async function catalogueOf(ports: Pick<Ports, "playbooks">, org: string): Promise<readonly Catalogued[]> {
  const kept = new Map((await ports.playbooks.listKept(org)).map((row) => [row.playbookId, row]));
  const own = [...kept.values()].filter(({ text }) => text !== "").flatMap((row) => catalogued(row.text, "own", row));
  const ownIds = new Set(own.map(({ playbook }) => playbook.id));
  const others = shipped().flatMap((text) => catalogued(text, "shipped", undefined)).filter(({ playbook }) => !ownIds.has(playbook.id)).map((entry) => ({ ...entry, enabled: kept.get(entry.playbook.id)?.enabled ?? true }));
  return [...own, ...others].toSorted((a, b) => (a.playbook.id < b.playbook.id ? -1 : 1));
}

/** None for a text that this version cannot use any more; the desk lists what was kept besides. */
function catalogued(text: string, source: Catalogued["source"], row: KeptPlaybook | undefined): Catalogued[] {
  const { playbook, warnings } = checkOnce(text);
  if (!playbook) return [];
  return [{
    playbook, text, source, warnings, enabled: row?.enabled ?? true, version: row?.version ?? 0, updatedAt: row?.updatedAt, updatedBy: row?.updatedBy,
    triggeredBy: (incident, values, moment) => triggeredBy(playbook, incident, values, moment),
  }];
}
