// Routes that visitors were answered at, as the web events of a workload show them: a scan of it knows them from the start.
import { dayMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { parametersOf, pathShape } from "../../runtime/baselines/routes.ts";
import type { RuntimeEvent } from "../../runtime/event.ts";
import type { Observer } from "../../runtime/observer.ts";
import type { Placement } from "../../runtime/placement.ts";
import type { StateRow } from "../../runtime/state.ts";
import type { Ports } from "../../store/store.ts";

const kind = "seen-route";
// A route that nobody asked for in this time may be gone.
const keptMs = 30 * dayMs;
const freshMs = dayMs;
const routesOfWorkload = 500;
const mostWorkloads = 500;
const rowsAtOnce = 5000;
const longestTarget = 500;

/** One route of a workload: a request line that was answered, without what visitors put into it. */
interface SeenRoute { method: string; target: string; serviceId: string | undefined; endpointId: string | undefined; at: Instant }

/** Method, path shape and names of parameters make a route; of ids the last one that was answered is kept where it is a plain number. */
export function createSeenRouteObserver(): Observer {
  const known = new Map<string, Map<string, Instant>>();
  let put: StateRow[] = [];
  const note = (workload: string, shape: string, seen: SeenRoute): void => {
    const routes = known.get(workload) ?? new Map<string, Instant>();
    if (!routes.has(shape) && (routes.size >= routesOfWorkload || (!known.has(workload) && known.size >= mostWorkloads))) return;
    known.set(workload, routes.set(shape, seen.at));
    put.push({ kind, key: `${workload} ${shape}`, dueAt: seen.at + keptMs, body: JSON.stringify(seen) });
  };
  return {
    kinds: [kind],
    restore(rows) {
      for (const { key, body } of rows) {
        // No workload has a space in it that a shape begins with: a shape begins with its method and a slash.
        const at = key.search(/ [A-Z]+ \//);
        const workload = key.slice(0, at);
        known.set(workload, (known.get(workload) ?? new Map<string, Instant>()).set(key.slice(at + 1), (JSON.parse(body) as SeenRoute).at));
      }
    },
    observe(event, placement) {
      const shape = shapeOf(event);
      if (shape === undefined) return [];
      const before = known.get(placement.workload)?.get(shape);
      if (before !== undefined && event.at - before < freshMs) return [];
      const target = plainTarget(event);
      if (target !== undefined) note(placement.workload, shape, { method: String(event.fields["cs-method"]), target, ...placeOf(placement), at: event.at });
      return [];
    },
    take() {
      const changes = { put, remove: [] };
      put = [];
      return changes;
    },
  };
}

const placeOf = ({ serviceId, endpointId }: Placement): Pick<SeenRoute, "serviceId" | "endpointId"> => ({ serviceId, endpointId });

// What reads: what else visitors do takes a body, which no log has. Our own scans are no visitors.
const ours = /^aftwatch-dast\/|\(\+scan (?:scn|drl)_/;
const asset = /\*\.\w+$/;

function shapeOf({ fields, logsource }: RuntimeEvent): string | undefined {
  const [method, stem, query, status, agent] = [fields["cs-method"], fields["cs-uri-stem"], fields["cs-uri-query"], Number(fields["sc-status"]), fields["cs-user-agent"]];
  if (method !== "GET" || typeof stem !== "string" || !stem.startsWith("/") || logsource.service === "error" || !(status < 400) || status === 301 || status === 308) return undefined;
  if (fields["attack.class"] !== undefined || (typeof agent === "string" && ours.test(agent))) return undefined;
  const path = pathShape(stem);
  if (asset.test(path) || path.length > longestTarget) return undefined;
  const names = typeof query === "string" && query !== "" ? parametersOf(query).map((one) => one.slice(0, one.lastIndexOf("="))).toSorted().join("&") : "";
  return `GET ${path}${names === "" ? "" : `?${names}`}`;
}

/** Undefined: its path holds an id that only its owner may know (a link to reset a password is one), so it is not asked for again. */
function plainTarget({ fields }: RuntimeEvent): string | undefined {
  const stem = String(fields["cs-uri-stem"]);
  const shaped = pathShape(stem).split("/");
  if (shaped.some((part) => part === "…") || stem.split("/").some((part, place) => shaped[place] !== part && !/^\d{1,9}$/.test(part))) return undefined;
  const query = fields["cs-uri-query"];
  const pairs = typeof query === "string" && query !== "" ? query.split("&").flatMap(plainPair) : [];
  const target = `${stem}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`;
  return target.length > longestTarget ? undefined : target;
}

/** A value that is a small number or a short word of small letters stays; of any other only the name. */
function plainPair(pair: string): string[] {
  const [name = "", ...rest] = pair.split("=");
  if (!/^[\w.%[\]-]{1,64}$/.test(name)) return [];
  const value = rest.join("=");
  return [`${name}=${/^(?:\d{1,9}|[a-z]{1,16})$/.test(value) && !/token|secret|session|sig|key|code|auth|pass/i.test(name) ? value : "1"}`];
}

/** Of a place of the inventory, the latest first: lines as a scan takes them ("GET /orders/42?page=1"). */
export async function routesSeen(ports: Pick<Ports, "detections">, org: string, place: { serviceId: string | undefined; endpointId: string | undefined }, limit: number): Promise<readonly string[]> {
  if (place.serviceId === undefined && place.endpointId === undefined) return [];
  const seen: SeenRoute[] = [];
  for (let after: StateRow | undefined; ;) {
    const rows = await ports.detections.restore(org, [kind], after, rowsAtOnce);
    seen.push(...rows.map(({ body }) => JSON.parse(body) as SeenRoute).filter((one) => isAt(one, place)));
    after = rows.at(-1);
    if (rows.length < rowsAtOnce) break;
  }
  return [...new Set(seen.toSorted((a, b) => b.at - a.at).map(({ method, target }) => `${method} ${target}`))].slice(0, limit);
}

const isAt = (one: SeenRoute, { serviceId, endpointId }: { serviceId: string | undefined; endpointId: string | undefined }): boolean =>
  (serviceId === undefined || one.serviceId === serviceId) && (endpointId === undefined || one.endpointId === undefined || one.endpointId === endpointId);
