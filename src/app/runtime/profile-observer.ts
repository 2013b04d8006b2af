// Profiles in the watch: what has an open incident is not learned.
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { shownEntities } from "../../incidents/grouping-growth.ts";
import type { Incident } from "../../incidents/incident.ts";
import type { OpenIncident } from "../../runtime/baselines/learning.ts";
import { createProfiles } from "../../runtime/baselines/profiles.ts";
import type { Profiles } from "../../runtime/baselines/profiles.ts";
import type { LoopContext } from "../loop/context.ts";
import type { Watch } from "./watch.ts";

export interface ProfileObserver extends Profiles { refreshIncidents(): Promise<void> }

/** A profile observer whose incidents are read from the store when it is told to. */
export function createProfileObserver({ store }: LoopContext, org: string): ProfileObserver {
  let open: OpenIncidents | undefined;
  const profiles = createProfiles({
    knowsIncidents: () => open !== undefined,
    incidentOf: (workload, service) => open?.byWorkload.get(workload) ?? (service === undefined ? undefined : open?.byService.get(service)),
  });
  return Object.assign(profiles, { refreshIncidents: async () => { open = await readOpenIncidents(store, org); } });
}

interface OpenIncidents { byWorkload: Map<string, OpenIncident>; byService: Map<string, OpenIncident> }

const incidentsAtOnce = 500;

async function readOpenIncidents(store: LoopContext["store"], org: string): Promise<OpenIncidents> {
  const open: OpenIncidents = { byWorkload: new Map(), byService: new Map() };
  let after: string | undefined;
  do {
    const page = await store.views.incidents.incidents(org, { state: "open" }, { limit: incidentsAtOnce, after });
    for (const incident of page.items) await noteIncident(store, org, incident, open);
    after = page.next;
  } while (after !== undefined);
  return open;
}

async function noteIncident(store: LoopContext["store"], org: string, incident: Incident, { byWorkload, byService }: OpenIncidents): Promise<void> {
  const known: OpenIncident = { name: `INC-${incident.number}`, startedAt: startOf(incident) };
  for (const service of incident.services) keepFirst(byService, service, known);
  for (const { kind, value } of await entitiesOf(store, org, incident)) {
    if (kind === "workload") keepFirst(byWorkload, value, known);
    if (kind === "service") keepFirst(byService, value, known);
  }
}

// An attack began with its first event; a vulnerability was there before anybody did anything.
const startOf = ({ tactics, startedAt, openedAt }: Incident): Instant => (tactics.length > 0 ? startedAt : openedAt);

function keepFirst(map: Map<string, OpenIncident>, key: string, incident: OpenIncident): void {
  const known = map.get(key);
  if (known === undefined || incident.startedAt < known.startedAt) map.set(key, incident);
}

async function entitiesOf(store: LoopContext["store"], org: string, { incidentId, entities }: Incident): Promise<Incident["entities"]> {
  if (entities.length < shownEntities) return entities;
  const all = [...entities];
  let after: string | undefined;
  do {
    const page = await store.views.incidents.entities(org, incidentId, { limit: incidentsAtOnce, after });
    all.push(...page.items.map(({ entity }) => entity));
    after = page.next;
  } while (after !== undefined);
  return all;
}

const isProfiles = (one: object): one is ProfileObserver => "findProfile" in one && "refreshIncidents" in one;

export function profilesIn(watch: Watch): ProfileObserver {
  const found = watch.observers.find(isProfiles);
  if (found === undefined) throw new Fault("internal", { detail: "The watch has no profiles." });
  return found;
}
