// Deviations that are dangerous by themselves, whatever the numbers say.
import type { Level, RuntimeEvent } from "../event.ts";
import type { Fact } from "./fact.ts";
import { persistenceOf } from "./file-classes.ts";
import { imageShape, programClass, programName } from "./programs.ts";
import type { Line, Profile } from "./profile.ts";

export interface Danger { level: Level; tags: readonly string[]; /** A sentence. */ because: string }

/** What a fact counts as: a workload's first shell is another thing than its second. "" for most. */
export const classOf = ({ kind, value }: Fact): string => (kind === "process" ? programClass(value) : kind === "user" && (value === "root" || value === "0") ? "root" : "");

/** Of what the value alone can tell; classes: those the profile had. */
export function isDangerousValue(fact: Fact, classes: ReadonlySet<string>): boolean {
  const { kind, value } = fact;
  if (kind === "written-executable") return true;
  if (kind === "file-write") return persistenceOf(value) !== undefined;
  const own = classOf(fact);
  return own !== "" && own !== "server" && !classes.has(own);
}

/** Undefined: the numbers decide. */
export function dangerOf(fact: Fact, profile: Profile, line: Line, event: RuntimeEvent): Danger | undefined {
  switch (fact.kind) {
    case "written-executable": return { level: "high", tags: ["attack.execution", "attack.t1105"], because: "It was written there less than an hour before it ran." };
    case "process": return dangerOfProcess(fact, line, event);
    case "file-write": return dangerOfWrite(fact);
    case "listen": return isNewProcess(profile, event) ? { level: "high", tags: ["attack.command-and-control"], because: `${imageOf(event)}, which listens there, is new itself.` } : undefined;
    case "destination": return isNewProcess(profile, event) ? { level: "medium", tags: ["attack.command-and-control", "attack.t1071"], because: `${imageOf(event)}, which connects there, is new itself.` } : undefined;
    case "user": return classOf(fact) === "root" && !line.classes.has("root") ? { level: "medium", tags: ["attack.privilege-escalation"], because: "Nothing of this workload ran as root before." } : undefined;
    default: return undefined;
  }
}

function dangerOfProcess(fact: Fact, { classes }: Line, event: RuntimeEvent): Danger | undefined {
  const own = classOf(fact);
  if (own === "" || own === "server" || classes.has(own)) return undefined;
  const parent = event.fields["ParentImage"];
  const isOfServer = typeof parent === "string" && programClass(imageShape(parent)) === "server";
  const tags = own === "shell" ? ["attack.execution", "attack.t1059"] : own === "network tool" ? ["attack.command-and-control", "attack.t1105"] : ["attack.execution", "attack.t1072"];
  const because = `This workload never ran a ${own} before${isOfServer ? `, and ${programName(String(parent))} started it` : ""}.`;
  return { level: isOfServer ? "high" : "medium", tags, because };
}

function dangerOfWrite({ value }: Fact): Danger | undefined {
  const technique = persistenceOf(value);
  return technique === undefined ? undefined : { level: "medium", tags: ["attack.persistence", `attack.${technique}`], because: "What is left there is run or trusted again later." };
}

const imageOf = ({ fields }: RuntimeEvent): string => String(fields["Image"] ?? "a process");

/** The process that an event is about is unknown to the profile, or still pending. */
function isNewProcess(profile: Profile, { fields }: RuntimeEvent): boolean {
  const image = fields["Image"];
  const line = profile.lines.get("process");
  if (typeof image !== "string" || line === undefined || line.isVaried) return false;
  const known = line.facts.get(imageShape(image));
  return known === undefined || (known.origin === "pending" && known.isNews);
}
