// What `aftwatch doctor` says of on-call: whether incidents reach anybody.
import type { IncidentPage, Oncall, OnCallNow } from "../contract/oncall.ts";
import type { Client } from "./client.ts";
import { count } from "./sentences.ts";

/** As doctor-checks.ts shows it, which asks this file. */
interface Check { name: string; state: "good" | "missing"; found: string; mend: string | undefined }
const good = (name: string, found: string): Check => ({ name, state: "good", found, mend: undefined });
const missing = (name: string, found: string, mend: string): Check => ({ name, state: "missing", found, mend });

export async function checkOncall(client: Client): Promise<Check[]> {
  const [{ version, warnings }, { items: now }, exhausted] = await Promise.all([
    client.get<Oncall>("/oncall"), client.get<{ items: OnCallNow[] }>("/oncall/now"), client.list<IncidentPage>("/pages", { state: "exhausted" }, 1),
  ]);
  if (version === 0) return [missing("on-call", "there is no document: incidents page nobody", "Write one and put it in force with aftwatch oncall apply.")];
  const silent = now.filter(({ warning }) => warning !== null);
  return [
    silent.length === 0 ? good("on-call", `somebody can be told in ${count(now.length, "schedule")}`) : missing("on-call", silent.map(({ schedule, warning }) => `${schedule}: ${warning}`).join("; "), "Fill the gap with aftwatch oncall override, or give the person a receiver."),
    warnings.length === 0 ? good("on-call document", `version ${version}`) : missing("on-call document", warnings.map(({ line, rule }) => `${line === null ? "" : `line ${line}: `}${rule}`).join("; "), "Correct it, and see aftwatch oncall check."),
    exhausted.total === 0 ? good("pages", "none went unanswered") : missing("pages", `nobody answered ${count(exhausted.total, "page")}`, "Take them: aftwatch pages list --state exhausted."),
  ];
}
