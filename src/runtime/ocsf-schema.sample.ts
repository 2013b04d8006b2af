// The part of the OCSF schema 1.5.0 that a Detection Finding of ours may use, written from its released dictionary, class and objects: names, types, requirements, enumerations, constraints.

/** A member's type: a scalar, an object by name, or a list of one of them. */
type Kind = "string" | "integer" | "time" | "boolean" | "ip" | "port" | "any" | { object: string } | { list: "string" } | { list: { object: string } };
interface Member { kind: Kind; required?: true; oneOf?: readonly number[] }
interface Shape { members: Readonly<Record<string, Member>>; atLeastOne?: readonly string[] }

const string: Member = { kind: "string" };
const integer: Member = { kind: "integer" };
const time: Member = { kind: "time" };
const needed = (member: Member): Member => ({ ...member, required: true });
const of = (name: string): Member => ({ kind: { object: name } });
const many = (name: string): Member => ({ kind: { list: { object: name } } });
const oneOf = (...numbers: readonly number[]): Member => ({ kind: "integer", oneOf: numbers });

const shapes: Readonly<Record<string, Shape>> = {
  detection_finding: { members: {
    activity_id: needed(oneOf(0, 1, 2, 3, 99)), activity_name: string, category_uid: needed(oneOf(2)), category_name: string, class_uid: needed(oneOf(2004)), class_name: string, type_uid: needed(oneOf(200_400, 200_401, 200_402, 200_403, 200_499)), type_name: string,
    severity_id: needed(oneOf(0, 1, 2, 3, 4, 5, 6, 99)), severity: string, status_id: oneOf(0, 1, 2, 3, 4, 5, 6, 99), status: string, time: needed(time), start_time: time, end_time: time, count: integer, message: string, comment: string,
    metadata: needed(of("metadata")), finding_info: needed(of("finding_info")), is_alert: { kind: "boolean" }, confidence_id: oneOf(0, 1, 2, 3, 99), confidence: string, evidences: many("evidences"), resources: many("resource_details"), vulnerabilities: many("vulnerability"), observables: many("observable"), unmapped: { kind: "any" },
  } },
  metadata: { members: { version: needed(string), product: needed(of("product")), uid: string, correlation_uid: string, event_code: string, log_provider: string, log_name: string, profiles: { kind: { list: "string" } } } },
  product: { members: { name: string, vendor_name: string, version: string, uid: string }, atLeastOne: ["name", "uid"] },
  finding_info: { members: { uid: needed(string), title: string, desc: string, types: { kind: { list: "string" } }, created_time: time, modified_time: time, first_seen_time: time, last_seen_time: time, analytic: of("analytic"), attacks: many("attack"), data_sources: { kind: { list: "string" } }, src_url: string } },
  analytic: { members: { type_id: needed(oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 99)), type: string, uid: string, name: string, category: string }, atLeastOne: ["name", "uid"] },
  attack: { members: { tactic: of("named"), technique: of("named"), sub_technique: of("named"), version: string }, atLeastOne: ["tactic", "technique", "sub_technique"] },
  named: { members: { uid: string, name: string }, atLeastOne: ["name", "uid"] },
  evidences: {
    members: { uid: string, name: string, process: of("process"), file: of("file"), user: of("user"), api: of("api"), src_endpoint: of("network_endpoint"), dst_endpoint: of("network_endpoint"), url: of("url"), http_request: of("http_request"), http_response: of("http_response"), device: of("device"), data: { kind: "any" } },
    atLeastOne: ["actor", "api", "connection_info", "data", "database", "databucket", "device", "dst_endpoint", "email", "file", "process", "query", "src_endpoint", "url", "user", "job", "script"],
  },
  process: { members: { pid: integer, uid: string, name: string, file: of("file"), cmd_line: string, user: of("user"), parent_process: of("process") }, atLeastOne: ["pid", "uid", "cpid"] },
  file: { members: { name: needed(string), type_id: needed(oneOf(0, 1, 2, 3, 4, 5, 6, 7, 99)), type: string, path: string } },
  user: { members: { name: string, uid: string }, atLeastOne: ["account", "name", "uid"] },
  api: { members: { operation: needed(string), service: of("named") } },
  network_endpoint: { members: { ip: { kind: "ip" }, hostname: string, port: { kind: "port" } }, atLeastOne: ["ip", "uid", "name", "hostname", "svc_name", "instance_uid", "interface_uid", "interface_name", "domain"] },
  url: { members: { url_string: string, path: string, query_string: string, hostname: string }, atLeastOne: ["url_string", "path"] },
  http_request: { members: { url: of("url"), http_method: string, user_agent: string, referrer: string } },
  http_response: { members: { code: needed(integer) } },
  device: { members: { hostname: string, type_id: needed(oneOf(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 99)), type: string }, atLeastOne: ["ip", "uid", "name", "hostname", "instance_uid", "interface_uid", "interface_name", "domain"] },
  resource_details: { members: { type: string, name: string, uid: string, version: string, owner: of("user"), labels: { kind: { list: "string" } }, data: { kind: "any" } }, atLeastOne: ["name", "uid"] },
  vulnerability: { members: { cve: of("cve"), advisory: of("advisory"), desc: string, affected_packages: many("affected_package") }, atLeastOne: ["advisory", "cve", "cwe"] },
  cve: { members: { uid: needed(string) } },
  advisory: { members: { uid: needed(string) } },
  affected_package: { members: { name: needed(string), version: needed(string), purl: string } },
  observable: { members: { name: string, type_id: needed(oneOf(0, 1, 2, 4, 6, 7, 9, 13, 16, 18, 99)), type: string, value: string } },
};

/** What is wrong with an event, by its place; nothing when it is as the schema says. */
export const ocsfProblems = (event: unknown): string[] => problemsOf(event, "detection_finding", "");

function problemsOf(value: unknown, name: string, at: string): string[] {
  const shape = shapes[name];
  if (shape === undefined) return [`${at}: no object is called ${name}`];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at} is no ${name}`];
  const record = value as Record<string, unknown>;
  return [
    ...Object.entries(record).flatMap(([key, inner]) => { const member = shape.members[key]; return member === undefined || !Object.hasOwn(shape.members, key) ? [`${at}.${key} is not in the schema`] : memberProblems(inner, member, `${at}.${key}`); }),
    ...Object.entries(shape.members).flatMap(([key, { required }]) => (required === true && record[key] === undefined ? [`${at}.${key} is missing`] : [])),
    ...(shape.atLeastOne !== undefined && !shape.atLeastOne.some((key) => record[key] !== undefined) ? [`${at} has none of ${shape.atLeastOne.join(", ")}`] : []),
  ];
}

function memberProblems(value: unknown, { kind, oneOf: numbers }: Member, at: string): string[] {
  if (numbers !== undefined && !numbers.includes(value as number)) return [`${at} is ${String(value)}, none of ${numbers.join(", ")}`];
  if (typeof kind === "string") return isOf(value, kind) ? [] : [`${at} is no ${kind}: ${JSON.stringify(value)}`];
  if ("object" in kind) return problemsOf(value, kind.object, at);
  if (!Array.isArray(value) || value.length === 0) return [`${at} is no filled list`];
  return value.flatMap((one, index) => (kind.list === "string" ? (typeof one === "string" ? [] : [`${at}[${index}] is no string`]) : problemsOf(one, kind.list.object, `${at}[${index}]`)));
}

function isOf(value: unknown, kind: Extract<Kind, string>): boolean {
  switch (kind) {
    case "any": return true;
    case "string": return typeof value === "string" && value !== "" && value.isWellFormed();
    case "boolean": return typeof value === "boolean";
    case "integer": return Number.isSafeInteger(value) && (value as number) >= 0;
    // timestamp_t: milliseconds since the epoch.
    case "time": return Number.isSafeInteger(value) && (value as number) > 0;
    case "port": return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 65_535;
    case "ip": return typeof value === "string" && /^[0-9a-f.:]{2,45}$/i.test(value) && /[.:]/.test(value);
  }
}
