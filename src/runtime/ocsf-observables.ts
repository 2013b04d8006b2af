// Observables: the values of a finding that others search for, each with where it stands in it.
import type { Detection } from "./detection.ts";
import type { Evidence } from "./ocsf-evidence.ts";

// observable.type_id of the schema's dictionary.
const types = { hostname: [1, "Hostname"], ip: [2, "IP Address"], user: [4, "User Name"], url: [6, "URL String"], file: [7, "File Name"], process: [9, "Process Name"], command: [13, "Command Line"], agent: [16, "HTTP User-Agent"], cve: [18, "CVE Object: uid"] } as const;

const places: readonly (readonly [keyof typeof types, string])[] = [
  ["ip", "src_endpoint.ip"], ["ip", "dst_endpoint.ip"], ["hostname", "dst_endpoint.hostname"], ["hostname", "device.hostname"], ["user", "user.name"], ["user", "process.user.name"], ["process", "process.name"], ["command", "process.cmd_line"],
  ["file", "file.name"], ["url", "url.url_string"], ["agent", "http_request.user_agent"],
];
const most = 100;

export function observablesOf({ evidence: { vulnerability, state } }: Detection, evidences: readonly Evidence[]): unknown[] {
  const found = new Map<string, unknown>();
  const add = (kind: keyof typeof types, name: string, value: unknown): void => {
    if (typeof value === "string" && value !== "" && found.size < most && !found.has(`${kind} ${value}`)) found.set(`${kind} ${value}`, { name, type_id: types[kind][0], type: types[kind][1], value });
  };
  for (const evidence of evidences) for (const [kind, path] of places) add(kind, `evidences.${path}`, at(evidence, path));
  if (state === "confirmed" || state === "present") if (/^CVE-/i.test(vulnerability ?? "")) add("cve", "vulnerabilities.cve.uid", vulnerability?.toUpperCase());
  return [...found.values()];
}

const at = (value: unknown, path: string): unknown => path.split(".").reduce((inner, name) => (typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[name] : undefined), value);
