// The desk of profiles on an open watch: what a person approves is a fact of the ledger.
import { Fault } from "../../kernel/fault.ts";
import { encodeCursor, instantCursor } from "../../kernel/page.ts";
import type { Page, PageRequest } from "../../kernel/page.ts";
import type { Fact as LedgerFact } from "../../ledger/fact.ts";
import type { Profiles } from "../../runtime/baselines/profiles.ts";
import type { ProfileView, ProfileWhole } from "../../runtime/baselines/profile-view.ts";
import type { LoopContext } from "../loop/context.ts";
import type { ProfileDesk, ProfileFilter } from "./profile-desk.ts";
import { profilesIn } from "./profile-observer.ts";
import type { ProfileObserver } from "./profile-observer.ts";
import type { Watches } from "./watches.ts";

export function createProfileDesk(context: LoopContext, watches: Watches): ProfileDesk {
  const opened = async (org: string): Promise<ProfileObserver> => profilesIn(await watches.open(org));
  return {
    list: async (org, filter, page) => pageOf((await opened(org)).profiles().filter((one) => fits(one, filter)), page),
    find: async (org, id) => (await opened(org)).findProfile(id),
    refresh: async (org) => (await opened(org)).refreshIncidents(),
    async approve(org, id, { facts, reason }, actor) {
      const profiles = await opened(org);
      const { workload, version } = knownProfile(profiles, id);
      const approved = profiles.approve(id, facts, actor);
      const left = facts.filter((fact) => !approved.includes(fact));
      if (approved.length > 0) await commit({ context, watches, org, profiles }, { kind: "profile.approved", subject: id, actor, body: { workload, version: version ?? null, facts: approved.map(({ kind, value }) => ({ kind, value })), reason } });
      return { approved, left };
    },
    async relearn(org, id, reason, actor) {
      const profiles = await opened(org);
      const { workload, version, facts } = knownProfile(profiles, id);
      profiles.relearn(id);
      await commit({ context, watches, org, profiles }, { kind: "profile.relearned", subject: id, actor, body: { workload, version: version ?? null, facts, reason: reason ?? null } });
    },
  };
}

function knownProfile(profiles: Profiles, id: string): ProfileWhole {
  const known = profiles.findProfile(id);
  if (known === undefined) throw new Fault("request.not-found", { detail: `There is no profile "${id}".` });
  return known;
}

interface Committing { context: LoopContext; watches: Watches; org: string; profiles: Profiles }

/** What is taken and the write that keeps it stand in one turn, so that no batch comes between. */
async function commit({ context, watches, org, profiles }: Committing, fact: LedgerFact): Promise<void> {
  const changes = profiles.take();
  try {
    await context.store.write(async (ports) => {
      await ports.detections.remember(org, changes);
      await ports.ledger.append(org, [fact]);
    });
  } catch (cause) {
    // Memory is ahead of the store: it begins again from there.
    watches.forget(org);
    throw cause;
  }
  context.committed();
}

const fits = (one: ProfileView, { workload, service, state }: ProfileFilter): boolean =>
  (workload === undefined || one.workload === workload) && (service === undefined || one.service === service || one.serviceId === service) && (state === undefined || one.state === state);

function pageOf(all: readonly ProfileView[], { limit, after }: PageRequest): Page<ProfileView> {
  const last = instantCursor(after);
  const from = last === undefined ? 0 : all.findIndex(({ heardAt, profileId }) => heardAt < last.at || (heardAt === last.at && profileId > last.id));
  const items = from === -1 ? [] : all.slice(from, from + limit);
  const end = items.at(-1);
  return { items, total: all.length, next: end === undefined || all.at(-1) === end ? undefined : encodeCursor([end.heardAt, end.profileId]) };
}
