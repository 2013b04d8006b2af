// Profiles: what each release of each workload was seen to do, what differs from the release before, and approving it.
import Type from "typebox";
import { ApproveRequest, FactKind, Profile, ProfileDetail } from "../../contract/runtime.ts";
import type { KnownFact } from "../../runtime/baselines/profile.ts";
import type { Fact } from "../../runtime/baselines/fact.ts";
import type { ProfileState, ProfileView, ProfileWhole } from "../../runtime/baselines/profile-view.ts";
import { found } from "../found.ts";
import { door, listDoor } from "../route.ts";
import type { Resource } from "../route.ts";

const State = Type.Enum(["learning", "watching", "paused"]);
const FactName = Type.Object({ kind: FactKind, value: Type.String() });

const shown = ({ profileId, ...row }: ProfileView) => ({ id: profileId, ...row });

/** count: with what the releases before had seen. */
const shownFact = ({ kind, value, origin, firstAt, lastAt, count, before, approvedBy }: KnownFact) => ({ kind, value, origin, firstAt, lastAt, count: count + before, approvedBy });

const shownWhole = ({ items, difference, ...row }: ProfileWhole) => ({
  ...shown(row), items: items.map(shownFact),
  difference: { from: difference.from, sentences: difference.sentences, began: difference.began.map(shownFact), ceased: difference.ceased.map(shownFact) },
});

const list = listDoor({
  id: "listProfiles", path: "/profiles", tag: "profiles", item: Profile, summary: "Profiles of behaviour, one for each release of a workload, the latest heard first",
  query: { workload: Type.Optional(Type.String({ maxLength: 500 })), service: Type.Optional(Type.String({ maxLength: 200, description: "Name or id" })), state: Type.Optional(State) },
  async handle({ app, org, query, page }) {
    const { items, ...rest } = await app.runtime.profiles.list(org, { workload: query.workload, service: query.service, state: query.state as ProfileState | undefined }, page);
    return { ...rest, items: items.map(shown) };
  },
});

const get = door({
  id: "getProfile", method: "GET", path: "/profiles/:id", tag: "profiles", answer: ProfileDetail, summary: "One profile with its facts and how it differs from the release before",
  handle: async ({ app, org, params }) => shownWhole(found(await app.runtime.profiles.find(org, params.id), "profile", params.id)),
});

const approve = door({
  id: "approveFacts", method: "POST", path: "/profiles/:id/approve", tag: "profiles", body: ApproveRequest, summary: "Makes pending facts part of the profile, with a reason",
  answer: Type.Object({ approved: Type.Array(FactName), left: Type.Array(FactName, { description: "Not pending in this profile: nothing was done" }) }),
  handle: ({ app, org, actor, params, body }) => app.runtime.profiles.approve(org, params.id, { facts: body.facts as Fact[], reason: body.reason }, actor),
});

const relearn = door({
  id: "relearnProfile", method: "POST", path: "/profiles/:id/relearn", tag: "profiles", scope: "admin", status: 204, summary: "Forgets what was learned and begins anew",
  query: { reason: Type.Optional(Type.String({ maxLength: 4000, description: "Kept with the fact in the ledger" })) },
  handle: ({ app, org, actor, params, query }) => app.runtime.profiles.relearn(org, params.id, query.reason, actor),
});

export const profiles: Resource = { tag: "profiles", about: "What releases were seen to do, and what is new", doors: [list, get, approve, relearn] };
