// Which detections a command is about: the filters of the API as options.
import { hitKinds } from "../runtime/hit.ts";
import { detectionStates, evidenceStates } from "../runtime/detection.ts";
import { levels } from "../runtime/event.ts";
import type { CommandCall, OptionSpec } from "./command.ts";
import { isoFlag } from "./flags.ts";

/** all: every state. */
export const stateWords = [...detectionStates, "all"] as const;

export const filterOptions: readonly OptionSpec[] = [
  { flags: "--state <state>", about: "open unless given", choices: stateWords },
  { flags: "--level <level>", about: "this one and worse", choices: levels },
  { flags: "--kind <kind>", about: "what made it", choices: hitKinds },
  { flags: "--rule <id>", about: "of this rule" },
  { flags: "--workload <name>", about: "on this workload" },
  { flags: "--service <name>", about: "on this service" },
  { flags: "--actor <actor>", about: "by it, as ip:203.0.113.9" },
  { flags: "--decoder <id>", about: "from events in this format" },
  { flags: "--tag <tag>", about: "as attack.t1190 or cve.2021-44228" },
  { flags: "--evidence <state>", about: "whether what runs there has it", choices: evidenceStates },
  { flags: "--search <words>", about: "in title, rule, workload, actor" },
  { flags: "--since <instant>", about: "that went on after it" },
  { flags: "--until <instant>", about: "that began before it" },
];

/** As GET /detections takes it. */
export function filterQuery(call: Pick<CommandCall, "text">): Record<string, string | undefined> {
  const state = call.text("state") ?? "open";
  return {
    state: state === "all" ? undefined : state, level: call.text("level"), kind: call.text("kind"), rule: call.text("rule"), workload: call.text("workload"), service: call.text("service"), actor: call.text("actor"),
    decoder: call.text("decoder"), tag: call.text("tag")?.toLowerCase(), evidence: call.text("evidence"), q: call.text("search"), since: isoFlag(call, "since"), until: isoFlag(call, "until"),
  };
}
