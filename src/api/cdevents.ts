// CDEvents about services, as deployment reports: deployed, upgraded and rolledback start a release, removed ends one.
//
// CDEvents member                 becomes
// subject.id                      the service's name
// subject.content.environment.id  the endpoint and its environment (environment.name, when given, is the environment)
// subject.content.artifactId      purl: its version, or for an OCI digest the tag and, without one, the digest;
//                                 image reference: its tag and digest
// context.timestamp               since when
import type { DeploymentReport } from "../app/app.ts";
import { parseInstant } from "../kernel/clock.ts";
import type { FaultPlace } from "../kernel/fault.ts";
import { eventsIn } from "./cloud-events.ts";

export type ReadEvent =
  | { kind: "report"; id: string | undefined; report: DeploymentReport }
  | { kind: "bad"; id: string | undefined; places: readonly FaultPlace[] };

// CDEvents "Continuous Deployment" vocabulary; the version ends the type: 0.1.x to 0.3.x carry the same members.
const eventType = /^dev\.cdevents\.service\.(deployed|upgraded|rolledback|removed)\.0\.[123]\.\d+(?:-[\w.]+)?$/;

/** Every event of a request, in its order: a bad one costs itself, not the batch. */
export const readCdEvents = (headers: Readonly<Record<string, string | string[] | undefined>>, body: unknown): ReadEvent[] =>
  eventsIn(headers, body).map((incoming) => (incoming.kind === "bad" ? incoming : readOne(incoming.id, incoming.event)));

type Members = Readonly<Record<string, unknown>>;

function readOne(id: string | undefined, event: unknown): ReadEvent {
  const places: FaultPlace[] = [];
  const need = (value: unknown, at: string): string => {
    if (typeof value === "string" && value !== "") return value;
    places.push({ at, rule: "is missing: it must be a text" });
    return "";
  };
  const context = member(event, "context");
  const subject = member(event, "subject");
  const environment = member(member(subject, "content"), "environment");
  const type = need(context["type"], "/context/type");
  const [, verb] = eventType.exec(type) ?? [];
  if (type !== "" && verb === undefined) places.push({ at: "/context/type", rule: `is not read here: ${type}`, mend: "Send dev.cdevents.service.deployed, upgraded, rolledback or removed, version 0.1 to 0.3." });
  const service = need(subject["id"], "/subject/id");
  const endpoint = need(environment["id"], "/subject/content/environment/id");
  const at = readTime(context["timestamp"], places);
  const artifact = verb === "removed" ? {} : readArtifact(member(subject, "content")["artifactId"], places);
  if (places.length > 0) return { kind: "bad", id, places };
  return { kind: "report", id, report: { service, endpoint, environment: textOf(environment["name"]) ?? endpoint, kind: verb === "removed" ? "ended" : "started", at, ...artifact } };
}

function readTime(value: unknown, places: FaultPlace[]): number | undefined {
  const at = typeof value === "string" ? parseInstant(value) : undefined;
  if (at === undefined) places.push({ at: "/context/timestamp", rule: "is missing or not RFC 3339" });
  return at;
}

function readArtifact(value: unknown, places: FaultPlace[]): { version?: string; digest?: string } {
  const artifact = typeof value === "string" ? artifactOf(value) : undefined;
  if (artifact) return artifact;
  places.push({ at: "/subject/content/artifactId", rule: value === undefined ? "is missing" : "names no version", mend: "Give a purl with a version (pkg:oci/app@sha256%3A...?tag=1.2.3) or an image with a tag or digest." });
  return {};
}

const digestText = /^sha(?:256|384|512):[0-9a-f]{32,}$/;

/**
 * The version and digest an artifact names; undefined when it names neither.
 *
 * @example artifactOf("pkg:oci/pay@sha256%3Aab...?tag=1.4.0") // { version: "1.4.0", digest: "sha256:ab..." }
 */
export function artifactOf(artifactId: string): { version: string; digest?: string } | undefined {
  return artifactId.startsWith("pkg:") ? purlArtifact(artifactId) : imageArtifact(artifactId);
}

/** ECMA-427: pkg:type/namespace/name@version?qualifiers#subpath; the version is percent-encoded. */
function purlArtifact(purl: string): { version: string; digest?: string } | undefined {
  const [main = "", query = ""] = (purl.split("#", 1)[0] ?? "").split("?", 2);
  const place = main.lastIndexOf("@");
  const version = place > main.lastIndexOf("/") ? decoded(main.slice(place + 1)) : undefined;
  if (!version) return undefined;
  const tag = new URLSearchParams(query).get("tag");
  return digestText.test(version) ? { version: tag || version, digest: version } : { version };
}

/** OCI reference: name[:tag][@digest]; a colon before the last slash belongs to the registry's port. */
function imageArtifact(reference: string): { version: string; digest?: string } | undefined {
  const [name = "", digest] = reference.split("@", 2);
  const colon = name.lastIndexOf(":");
  const tag = colon > name.lastIndexOf("/") ? name.slice(colon + 1) : "";
  if (digest !== undefined && digestText.test(digest)) return { version: tag || digest, digest };
  return tag && digest === undefined ? { version: tag } : undefined;
}

function decoded(text: string): string | undefined {
  try { return decodeURIComponent(text); } catch { return undefined; }
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

function member(value: unknown, name: string): Members {
  const found = typeof value === "object" && value !== null ? (value as Members)[name] : undefined;
  return typeof found === "object" && found !== null ? (found as Members) : {};
}
