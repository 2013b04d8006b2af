// Fields a drafted exception may rest on: what an event was, and who did it; never what differs each time (numbers of processes, times, ids, ports of origin).
import type { FieldValue, Fields } from "./event.ts";
import { valueOf } from "./field.ts";

/** what: what was done; it goes in whenever the samples have it in common. account: who did it; in when it is the same in all. who: what else is known of them. The last two go in otherwise where they tell the chosen ones from others. */
export type FieldRole = "what" | "account" | "who";
/** whole: equal, or one of a few. path: also the folder they share. words: also the shape they share, with * where they differ. same: only when all are equal. */
export type FieldKind = "whole" | "path" | "words" | "same";
export interface StableField { field: string; role: FieldRole; kind: FieldKind; about: string }

const field = (name: string, role: FieldRole, kind: FieldKind, about: string): StableField => ({ field: name, role, kind, about });

const known: readonly StableField[] = [
  field("Image", "what", "path", "the program"), field("CommandLine", "what", "words", "the command"), field("ParentImage", "what", "path", "what started it"),
  field("TargetFilename", "what", "path", "the file"), field("TargetObject", "what", "path", "the registry key"),
  field("DestinationHostname", "what", "whole", "where it connects to"), field("DestinationIp", "what", "whole", "where it connects to"), field("DestinationPort", "what", "whole", "the port it connects to"), field("QueryName", "what", "whole", "the name it looks up"),
  field("cs-method", "what", "whole", "the method"), field("cs-uri-stem", "what", "path", "the path"), field("cs-uri-query", "what", "words", "the query"),
  field("eventSource", "what", "whole", "the service"), field("eventName", "what", "whole", "the call"), field("eventService", "what", "whole", "the service"), field("gcp.audit.method_name", "what", "whole", "the call"), field("operationName", "what", "whole", "the call"), field("eventType", "what", "whole", "the kind of event"), field("Operation", "what", "whole", "the call"), field("action", "what", "whole", "the action"),
  field("verb", "what", "whole", "the verb"), field("objectRef.resource", "what", "whole", "the resource"), field("objectRef.subresource", "what", "whole", "the part of the resource"), field("objectRef.namespace", "what", "whole", "the namespace"), field("objectRef.name", "what", "words", "the object"),
  field("Provider_Name", "what", "whole", "the provider"), field("EventID", "what", "whole", "the number of the event's kind"), field("message", "what", "words", "the message"),
  field("User", "account", "whole", "the account"), field("user.username", "account", "words", "the account"), field("userIdentity.arn", "account", "words", "the identity"), field("userIdentity.userName", "account", "whole", "the account"),
  field("ParentCommandLine", "who", "words", "the command that started it"), field("container.image.repository", "who", "whole", "the image"),
  field("cs-user-agent", "who", "words", "the client"), field("userAgent", "who", "words", "the client"), field("cs-host", "who", "whole", "the host asked"), field("cs-username", "account", "whole", "the account"), field("method", "who", "whole", "how it logged in"),
  field("c-ip", "account", "same", "the address"), field("SourceIp", "account", "same", "the address"), field("sourceIPAddress", "who", "same", "the address"), field("callerIpAddress", "who", "same", "the address"),
];
const names = new Set(known.map((one) => one.field));

/** The deviation or the group a hit is about, and who a rule says did it. */
export const subjectField = field("aftwatch.subject", "what", "whole", "what it is about");
export const actorField = field("aftwatch.actor", "who", "whole", "who did it");

const volatileName = /(?:^|[._@-]|[a-z](?=[A-Z]))(?:p?pid|tid|uid|gid|guid|uuid|id|time|timestamp|date|port|session|token|nonce|seq|sequence|serial|inode|ino|bytes|size|duration|elapsed|latency|count|offset|raw|hash|md5|sha\d*|addr|address)s?\d*$/i;
// Of a value: an id, a time, a number that counts or numbers.
const volatileValue = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-.*|(?:0x)?[0-9a-f]{16,}|\d{4}-\d\d-\d\d.*|\d{4,}|\d+\.\d+)$/i;
const plainName = /^[A-Za-z_@][\w.@-]{0,99}$/;
const mostOthers = 12;

/** Those of the list that the first sample has; for events none of the list says anything of, whatever texts they have that do not look like they change. */
export function stableFields(samples: readonly Fields[]): readonly StableField[] {
  const [first = {}] = samples;
  const listed = known.filter((one) => valueOf(first, one.field) !== undefined);
  if (listed.some(({ role }) => role === "what")) return listed;
  const others = [...textsBelow(first)].filter(([name, value]) => plainName.test(name) && !names.has(name) && !volatileName.test(name) && isStableValue(value));
  return [...listed, ...others.slice(0, mostOthers).map(([name]) => field(name, "what", "words", "what the event says"))];
}

const deepest = 4;

/** By their paths, as a rule would name them. */
function* textsBelow(fields: Fields, above = "", depth = 1): Generator<readonly [string, FieldValue]> {
  for (const [name, value] of Object.entries(fields)) {
    if (value === null || value === undefined || Array.isArray(value)) continue;
    if (typeof value !== "object") yield [`${above}${name}`, value];
    else if (depth < deepest) yield* textsBelow(value as Fields, `${above}${name}.`, depth + 1);
  }
}

const isStableValue = (value: Fields[string]): boolean => typeof value === "boolean" || (typeof value === "string" && value !== "" && value.length <= 1000 && !volatileValue.test(value));
