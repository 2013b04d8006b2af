// The real events of the shared data folder, as structured events: Sysmon and Windows logs, CloudTrail, Kubernetes audit.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Fields, LogSource } from "../../../../src/runtime/event.ts";
import { bufferReader, zipEntries } from "../../../../src/kernel/zip.ts";
import type { MadeEvent } from "./made-event.ts";

const folder = fileURLToPath(new URL("../../../../../shared/data/runtime", import.meta.url));

export const areRealEventsThere = existsSync(folder);

/** Sysmon's event ids as Sigma's categories (SigmaHQ, tests/thor.yml). */
const sysmonCategories: Readonly<Record<string, string>> = { 1: "process_creation", 2: "file_change", 3: "network_connection", 5: "process_termination", 6: "driver_load", 7: "image_load", 8: "create_remote_thread", 10: "process_access", 11: "file_event", 12: "registry_event", 13: "registry_set", 15: "create_stream_hash", 17: "pipe_created", 22: "dns_query", 23: "file_delete", 26: "file_delete" };
const services: readonly (readonly [RegExp, string])[] = [[/Sysmon/, "sysmon"], [/^Security$/, "security"], [/^System$/, "system"], [/^Application$/, "application"], [/PowerShell/, "powershell"]];

function windowsSource(channel: string, id: string): LogSource {
  const service = services.find(([pattern]) => pattern.test(channel))?.[1];
  const category = service === "sysmon" ? sysmonCategories[id] : undefined;
  return { product: "windows", ...service === undefined ? {} : { service }, ...category === undefined ? {} : { category } };
}

// Some files hold several objects, indented or not, one after the other.
const objectsIn = (text: string): Fields[] => text.split(/^(?=\{)/m).filter((part) => part.startsWith("{")).map((part) => JSON.parse(part) as Fields);

const linesOf = (file: string): Fields[] => gunzipSync(readFileSync(`${folder}/${file}`)).toString("utf8").split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Fields);

const windows = (fields: Fields): MadeEvent => ({ logsource: windowsSource(String(fields["Channel"]), String(fields["EventID"])), fields });

// Log Analytics keeps what an event says as JSON in a text.
function fromLogAnalytics(): MadeEvent[] {
  return readdirSync(`${folder}/otrf`).filter((file) => /^(?:sysmon|securityauditing).*\.json\.gz$/.test(file)).flatMap((file) => linesOf(`otrf/${file}`)).map(({ EventData: data, ...rest }) => windows({ ...rest, ...(typeof data === "string" && data.startsWith("{") ? JSON.parse(data) as Fields : {}) }));
}

interface Written { Event: { System: { EventID: number | { "#text": number }; Channel: string; Computer: string }; EventData?: Fields } }

function fromRegressions(): MadeEvent[] {
  return zipEntries(bufferReader(readFileSync(`${folder}/sigma/regression.zip`))).filter(({ name }) => name.endsWith(".json")).flatMap((entry) => objectsIn(Buffer.from(entry.read()).toString("utf8")) as unknown as Written[])
    .map(({ Event: { System: { EventID, Channel, Computer }, EventData } }) => windows({ ...EventData, EventID: typeof EventID === "number" ? EventID : EventID["#text"], Channel, Computer }));
}

const cloudtrail: LogSource = { product: "aws", service: "cloudtrail" };

function fromCloudTrail(): MadeEvent[] {
  const detonations = zipEntries(bufferReader(readFileSync(`${folder}/cloudtrail/stratus-detonation-logs.zip`))).flatMap((entry) => JSON.parse(Buffer.from(entry.read()).toString("utf8")) as Fields | Fields[]);
  return [...detonations.flat() as Fields[], ...linesOf("otrf/ec2_proxy_s3_exfiltration_2020-09-14011940.json.gz")].map((fields) => ({ logsource: cloudtrail, fields }));
}

function fromClusters(): MadeEvent[] {
  return readdirSync(`${folder}/k8s-audit/falco-traces`).filter((file) => file.endsWith(".json")).flatMap((file) => objectsIn(readFileSync(`${folder}/k8s-audit/falco-traces/${file}`, "utf8")))
    .map((fields) => ({ logsource: { category: "application", product: "kubernetes", service: "audit" }, fields }));
}

/** Empty when the shared folder is not beside the checkout. */
export const realEvents = (): MadeEvent[] => (areRealEventsThere ? [...fromLogAnalytics(), ...fromRegressions(), ...fromCloudTrail(), ...fromClusters()] : []);
