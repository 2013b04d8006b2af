// What candidates of a join have in common: the place chooses among them, and what they still differ in stays open.
import type { FleetDeployment } from "./fleet.ts";
import type { Origin } from "./event.ts";
import { digestKey, nameKey, placeFit, versionKey } from "./join-names.ts";
import type { ImageParts } from "./join-names.ts";
import type { Placement } from "./placement.ts";

/** because: how the place chose, and what stays open; begins with a comma or is empty. */
export type Answer = Omit<Placement, "workload" | "joinedBy">;

/** Known to be another place than the event's. */
export const isOther = ({ endpoint, environment }: FleetDeployment, origin: Origin): boolean => placeFit(endpoint, environment, origin) < 0;

/** What a step leaves open: noRelease says why the release is not told; placeOnly: nor is the service. */
export interface Limits { noRelease?: string; placeOnly?: true }

export function answerOf(all: readonly FleetDeployment[], origin: Origin, { noRelease, placeOnly }: Limits): Answer {
  const { best, chosen } = nearest(all, origin);
  const isElsewhere = best < 0;
  const fields = { ...shared(chosen), ...(isElsewhere ? noPlace : {}), ...(noRelease === undefined ? {} : noReleaseFields), ...(placeOnly ? noServiceFields : {}) };
  return { ...fields, because: reason(chosen, { isChosen: chosen.length < all.length, isElsewhere, noRelease }) };
}

/** Those whose place fits best; what is known to be elsewhere only when all of it is. */
function nearest(all: readonly FleetDeployment[], origin: Origin): { best: number; chosen: readonly FleetDeployment[] } {
  const fits = all.map(({ endpoint, environment }) => placeFit(endpoint, environment, origin));
  const best = fits.reduce((most, fit) => Math.max(most, fit), -1);
  return { best, chosen: all.filter((_, index) => fits[index] === best) };
}

const noPlace = { endpointId: undefined, endpoint: undefined, environment: undefined, exposure: undefined, deploymentId: undefined, deployedAt: undefined };
const noReleaseFields = { releaseId: undefined, version: undefined, deploymentId: undefined, deployedAt: undefined };
const noServiceFields = { serviceId: undefined, service: undefined, owner: undefined };

function shared(all: readonly FleetDeployment[]): Omit<Answer, "because"> {
  const [first] = all;
  const same = <K extends keyof FleetDeployment>(name: K): FleetDeployment[K] | undefined => (first !== undefined && all.every((one) => one[name] === first[name]) ? first[name] : undefined);
  return {
    serviceId: same("serviceId"), service: same("service"), owner: same("owner"), releaseId: same("releaseId"), version: same("version"), endpointId: same("endpointId"), endpoint: same("endpoint"),
    environment: same("environment"), exposure: same("exposure"), deploymentId: same("deploymentId"), deployedAt: all.length === 1 ? first?.startedAt : undefined,
  };
}

interface Told { isChosen: boolean; isElsewhere: boolean; noRelease: string | undefined }

function reason(chosen: readonly FleetDeployment[], { isChosen, isElsewhere, noRelease }: Told): string {
  const [services, versions, endpoints] = [distinct(chosen, "service"), distinct(chosen, "version"), distinct(chosen, "endpoint")];
  return [
    noRelease,
    noRelease !== undefined ? undefined : services.length > 1 ? `which of ${services.length} services it is (${listed(services)}) is not told` : versions.length > 1 ? `which of ${versions.length} live releases it is (${listed(versions)}) is not told` : undefined,
    isElsewhere ? `it is recorded on ${listed(endpoints)}, not where the event happened` : endpoints.length > 1 ? `it runs on ${endpoints.length} endpoints (${listed(endpoints)})` : isChosen ? `of those that run, the one on ${endpoints[0]}` : undefined,
  ].filter((part) => part !== undefined).map((part) => `, ${part}`).join("");
}

const distinct = (all: readonly FleetDeployment[], name: "service" | "version" | "endpoint"): string[] => [...new Set(all.map((one) => one[name]))];

const named = 3;
export const listed = (names: readonly string[]): string => (names.length <= named ? names.join(", ") : `${names.slice(0, named).join(", ")} and ${names.length - named} more`);

/** Why a release that only its service's name speaks for may not be what runs: its image is tagged, or made, differently. */
export function doubtOf({ service, version, digest }: FleetDeployment, { origin, image }: { origin: Origin; image: ImageParts }): string | undefined {
  const isOtherVersion = origin.version !== undefined && versionKey(origin.version) !== versionKey(version);
  if (isOtherVersion && origin.service !== undefined && nameKey(origin.service) === nameKey(service)) return `its version ${origin.version} is not recorded as running`;
  const isTagged = image.tag !== undefined && image.names.includes(nameKey(service));
  if (isTagged) return versionKey(image.tag ?? "") === versionKey(version) ? undefined : `its tag ${image.tag} is not recorded as running`;
  const isOtherImage = origin.imageDigest !== undefined && digest !== undefined && digestKey(origin.imageDigest) !== digestKey(digest);
  return isOtherImage ? "its image's digest is not that of a live release, so which release it is is not told" : undefined;
}
