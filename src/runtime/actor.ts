// Who did it: the address an attack came from, or the account it was done with.
import type { FieldValue, RuntimeEvent } from "./event.ts";
import { valueOf } from "./field.ts";

type Names = readonly string[];

// Where somebody comes from outside, the address; where somebody is known, the account. An address a process connects to is nobody who did anything.
const addresses: Names = ["c-ip", "SourceIp", "src_ip", "IpAddress", "sourceIPAddress", "sourceIPs", "client.address", "source.ip", "client_ip", "fd.cip"];
const accounts: Names = ["userIdentity.arn", "userIdentity.userName", "userIdentity.principalId", "user.username", "LoginUser", "User", "SubjectUserName", "user.name", "user_name"];
const anonymous = new Set(["", "-", "system:anonymous", "HIDDEN_DUE_TO_SECURITY_REASONS", "?"]);

/** "ip:203.0.113.9" or "user:deploy"; undefined when the event names nobody. */
export function actorOf({ fields, logsource }: RuntimeEvent): string | undefined {
  const address = fields["Initiated"] === "true" ? undefined : firstOf(fields, addresses);
  const account = firstOf(fields, accounts);
  const comesFromOutside = logsource.category === "webserver" || logsource.category === "authentication" || fields["outcome"] !== undefined || fields["eventName"] === "ConsoleLogin" || logsource.service === "error";
  const [first, second] = comesFromOutside ? [named("ip", address), named("user", account)] : [named("user", account), named("ip", address)];
  return first ?? second;
}

const named = (kind: string, value: string | undefined): string | undefined => (value === undefined ? undefined : `${kind}:${value}`);

function firstOf(fields: RuntimeEvent["fields"], names: Names): string | undefined {
  for (const name of names) {
    const text = textIn(valueOf(fields, name));
    if (text !== undefined && !anonymous.has(text)) return text;
  }
  return undefined;
}

// Of a list of addresses (Kubernetes' sourceIPs) the last is the one the server itself saw.
function textIn(value: FieldValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? textIn((value as readonly FieldValue[]).at(-1)) : undefined;
}
