// What `aftwatch doctor` says of runtime detection: whether senders are heard, canaries seen, and rules taken.
import type { Static } from "typebox";
import type { EventSource, RuleReject } from "../contract/runtime.ts";
import type { Client } from "./client.ts";
import { count } from "./sentences.ts";

/** As doctor-checks.ts shows it, which asks this file. */
interface Check { name: string; state: "good" | "missing"; found: string; mend: string | undefined }
const good = (name: string, found: string): Check => ({ name, state: "good", found, mend: undefined });
const missing = (name: string, found: string, mend: string): Check => ({ name, state: "missing", found, mend });

export async function checkRuntime(client: Client): Promise<Check[]> {
  const [{ items }, { rejects }] = await Promise.all([client.get<{ items: EventSource[] }>("/event-sources"), client.get<{ rejects: Static<typeof RuleReject>[] }>("/rule-rejects")]);
  return [...checkSources(items), checkRules(rejects)];
}

/** No source is no fault: who only watches versions sends none. */
export function checkSources(items: readonly Pick<EventSource, "name" | "decoder" | "state" | "staleSince" | "lastAt" | "canary">[]): Check[] {
  const named = (rows: typeof items): string => rows.map(({ name, decoder }) => `${name} (${decoder})`).join(", ");
  const [stale, unseen] = [items.filter(({ state }) => state === "stale"), items.filter(({ canary }) => canary === "missing")];
  if (items.length === 0) return [good("event sources", "none: attacks on what runs are not looked for; docs/runtime.md says how")];
  return [
    stale.length === 0 ? good("event sources", `${count(items.length, "source")}, all heard`) : missing("event sources", `silent: ${named(stale)}, the longest since ${stale.map(({ lastAt }) => lastAt).toSorted()[0] ?? "a while"}`, "Look at the sender and its network; what happens there is not seen."),
    unseen.length === 0 ? good("canaries", "none missing") : missing("canaries", `sent and never seen: ${named(unseen)}`, "Try again with aftwatch event-sources test, then look at the server's log."),
  ];
}

export function checkRules(rejects: readonly Pick<Static<typeof RuleReject>, "file" | "line" | "rule">[]): Check {
  const [first] = rejects;
  if (first === undefined) return good("rules", "every rule was taken");
  return missing("rules", `${count(rejects.length, "rule")} rejected, the first at ${first.file}:${first.line}: ${first.rule}`, "Correct them (aftwatch rules list --rejected), then aftwatch rules reload.");
}
