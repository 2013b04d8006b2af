// The join of runtime and inventory: from where an event says it happened to the deployment that runs there.
//
// Steps are asked from the strongest to the weakest: digest; tag; the sender's name and version; the name alone, of the image, the sender, the
// workload; host. A step that names a release ends the join. One that names only the service is kept, and a later step may then add a release of
// that service, never one of another. What several candidates share is told, what they differ in is not: nothing is guessed.
import { createFleet } from "./fleet.ts";
import type { FleetDeployment, FleetIndex } from "./fleet.ts";
import { hostKeys, imageParts, isContained, isHost, labelNames, nameKey } from "./join-names.ts";
import type { ImageParts } from "./join-names.ts";
import type { Origin } from "./event.ts";
import { answerOf, doubtOf, isOther, listed } from "./join-answer.ts";
import type { Answer, Limits } from "./join-answer.ts";
import { unplaced, workloadOf } from "./placement.ts";
import type { Placement } from "./placement.ts";

export type { FleetDeployment } from "./fleet.ts";
export type Join = (origin: Origin) => Placement;

/** The same names are joined again and again; hostile senders can make up new ones without end. */
const remembered = 20_000;

export const createJoin = (deployments: readonly FleetDeployment[]): Join => joinOn(createFleet(deployments));

/** The join on a fleet that does not change; when it does, ask for a new one (it costs nothing). */
export function joinOn(fleet: FleetIndex): Join {
  const known = new Map<string, Placement>();
  return (origin) => {
    const workload = workloadOf(origin);
    const key = keyOf(workload, origin);
    const found = known.get(key);
    if (found !== undefined) return found;
    const placement = placed(fleet, workload, origin);
    if (known.size >= remembered) known.clear();
    known.set(key, placement);
    return placement;
  };
}

// Neither a pod's nor a container's own id decides anything: the workload, the image and the host do.
const keyOf = (workload: string, { host, cluster, namespace, containerId, containerName, image, imageDigest, service, version, environment, pod, workload: owner }: Origin): string =>
  `${workload}\0${host ?? ""}\0${cluster ?? ""}\0${namespace ?? ""}\0${containerName ?? ""}\0${image ?? ""}\0${imageDigest ?? ""}\0${service ?? ""}\0${version ?? ""}\0${environment ?? ""}\0${containerId === undefined ? 0 : 1}${pod === undefined ? 0 : 1}${owner ?? ""}`;

/** compared: what was found to be the same, in a sentence. */
interface Step extends Limits { kind: Exclude<Placement["joinedBy"], "nothing">; compared: string; candidates: readonly FleetDeployment[] }

interface Asked { fleet: FleetIndex; origin: Origin; image: ImageParts }

const steps = [byDigest, byTag, byVersion, byImageName, byService, byLabels, byHost];

function placed(fleet: FleetIndex, workload: string, origin: Origin): Placement {
  const asked: Asked = { fleet, origin, image: imageParts(origin.image ?? "") };
  let kept: { step: Step; answer: Answer } | undefined;
  for (const ask of steps) {
    const step = ask(asked);
    if (step === undefined || step.candidates.length === 0) continue;
    const answer = answerOf(step.candidates, origin, step);
    if (kept !== undefined && (answer.releaseId === undefined || !kept.step.candidates.some(({ serviceId }) => serviceId === answer.serviceId))) continue;
    kept = { step, answer };
    if (answer.releaseId !== undefined) break;
  }
  if (kept === undefined) return unplaced(workload, nothingKnown(fleet, origin));
  const { because, ...fields } = kept.answer;
  return { ...fields, workload, joinedBy: kept.step.kind, because: `${kept.step.compared}${because}` };
}

/** Several services may share one image: what else the event says chooses among them. */
function byDigest({ fleet, origin, image }: Asked): Step | undefined {
  if (origin.imageDigest === undefined) return undefined;
  const all = fleet.byDigest(origin.imageDigest);
  const [first] = all;
  if (first === undefined) return undefined;
  const named = new Set([...(origin.service === undefined ? [] : [nameKey(origin.service)]), ...labelNames(origin), ...image.names]);
  const byName = all.filter(({ service }) => named.has(nameKey(service)));
  const candidates = byName.length > 0 ? byName : all;
  return { kind: "digest", candidates, compared: `the image's digest ${short(first.digest ?? "")} is that of ${releases(candidates)}` };
}

/** The digest of an index and those of its images differ, so a tag that is a version decides where a digest is no release's. */
function byTag({ fleet, origin, image }: Asked): Step | undefined {
  const { tag } = image;
  const exact = tag === undefined ? [] : image.names.map((name) => fleet.byRelease(name, tag)).find((found) => found.length > 0) ?? [];
  return { kind: "image", candidates: exact, compared: `the image ${origin.image} is named and tagged as ${releases(exact)}${unknownDigest(origin)}` };
}

function byVersion({ fleet, origin: { service, version } }: Asked): Step | undefined {
  if (service === undefined || version === undefined) return undefined;
  return { kind: "service", candidates: fleet.byRelease(service, version), compared: `the sender calls itself ${service} ${version}` };
}

function byImageName({ fleet, origin, image }: Asked): Step | undefined {
  const all = image.names.map((name) => fleet.byService(name)).find((found) => found.length > 0);
  return all && { kind: "image", candidates: all, compared: `the image ${origin.image} is named as the service ${all[0]?.service}${unknownDigest(origin)}`, ...doubtful(all, { origin, image }) };
}

function byService({ fleet, origin, image }: Asked): Step | undefined {
  if (origin.service === undefined) return undefined;
  const all = fleet.byService(origin.service);
  return { kind: "service", candidates: all, compared: `the sender calls itself ${origin.service}`, ...doubtful(all, { origin, image }) };
}

const unknownDigest = ({ imageDigest }: Origin): string => (imageDigest === undefined ? "" : ` (its digest ${short(imageDigest)} is no release's: an index and its images have different ones)`);

/** Workloads of one name in two namespaces are two things: what is known to run elsewhere is none of them. */
function byLabels({ fleet, origin, image }: Asked): Step | undefined {
  for (const name of labelNames(origin)) {
    const here = fleet.byService(name).filter((one) => !isOther(one, origin));
    if (here.length > 0) return { kind: "labels", candidates: here, compared: `the workload is called ${name}, as the service`, ...doubtful(here, { origin, image }) };
  }
  const place = [[origin.cluster, origin.namespace].filter(Boolean).join("/"), origin.cluster, origin.namespace].filter((one) => one !== undefined && one !== "");
  const there = place.map((name) => fleet.byEndpoint(name as string)).find((all) => all.length > 0);
  return there && { kind: "labels", candidates: there, compared: `it happened on ${there[0]?.endpoint}`, noRelease: `no service there is called ${listed(labelNames(origin)) || "as it is"}`, placeOnly: true };
}

/** The operating system of a host is a release of its own ("host <name>", see app/loop/host.ts); a container's events are not its. */
function byHost({ fleet, origin }: Asked): Step | undefined {
  if (origin.host === undefined) return undefined;
  const { host } = origin;
  const all = hostKeys(host).map((name) => fleet.byEndpoint(name).filter(({ endpoint }) => isHost(nameKey(endpoint), host))).find((found) => found.length > 0);
  if (all === undefined) return undefined;
  const compared = `it happened on ${all[0]?.endpoint}`;
  if (isContained(origin)) return { kind: "host", candidates: all, compared, noRelease: "it happened in a container there that no release names", placeOnly: true };
  const own = all.filter(({ service, endpoint }) => service === `host ${endpoint}`);
  if (all.length === 1) return { kind: "host", candidates: all, compared: `${compared}, where ${releases(all)} is all that runs` };
  return own.length === 1 ? { kind: "host", candidates: own, compared: `${compared}, outside of any container` } : { kind: "host", candidates: all, compared };
}

function doubtful(candidates: readonly FleetDeployment[], about: { origin: Origin; image: ImageParts }): { noRelease?: string } {
  const doubts = candidates.map((one) => doubtOf(one, about));
  const [first] = doubts;
  return first !== undefined && doubts.every((doubt) => doubt !== undefined) ? { noRelease: first } : {};
}

function nothingKnown({ size }: FleetIndex, { imageDigest, image, service, host }: Origin): string {
  const asked = [imageDigest && `digest ${short(imageDigest)}`, image && `image ${image}`, service && `service ${service}`, host && `host ${host}`].filter(Boolean);
  return asked.length === 0 ? "the event does not say where it happened" : `none of ${size} live deployments fits ${asked.join(", ")}`;
}

const releases = (all: readonly FleetDeployment[]): string => listed([...new Set(all.map(({ service, version }) => `${service} ${version}`))]);
const short = (digest: string): string => (/^[a-z0-9]+:/.test(digest) ? digest.slice(0, 19) : digest.slice(0, 12));
