// Silences: what is not told for a while, by whom and why.
import Type from "typebox";
import type { SilenceRow } from "../../app/alerts/silence-desk.ts";
import { Silence, SilencePreview, SilenceRequest } from "../../contract/alerts.ts";
import { Fault } from "../../kernel/fault.ts";
import { matchersText, readMatchers } from "../../notify/matcher.ts";
import { found } from "../found.ts";
import { door, ItemsOf } from "../route.ts";
import type { Call, Resource } from "../route.ts";

const shown = ({ silenceId, reminderMs, ...row }: SilenceRow) =>
  ({ ...row, id: silenceId, matchersText: matchersText(row.matchers), remindAt: reminderMs === undefined ? undefined : row.endsAt - reminderMs });

const list = door({
  id: "listSilences", method: "GET", path: "/silences", tag: "silences", answer: ItemsOf(Silence), summary: "Silences: active, pending, and those that ended in the last five days",
  query: { state: Type.Optional(Type.Enum(["pending", "active", "expired"])) },
  handle: async ({ app, org, query }) => ({ items: (await app.silences.list(org, query.state as SilenceRow["state"] | undefined)).map(shown) }),
});

const get = door({
  id: "getSilence", method: "GET", path: "/silences/:id", tag: "silences", answer: Silence, summary: "One silence",
  handle: async ({ app, org, params }) => shown(found(await app.silences.find(org, params.id), "silence", params.id)),
});

/** The author is whoever asks, unless the request names somebody. */
const withAuthor = <T extends { createdBy?: string }>(body: T, { actor }: Pick<Call, "actor">): T & { createdBy: string } => ({ ...body, createdBy: body.createdBy ?? actor });

const make = door({
  id: "makeSilence", method: "POST", path: "/silences", tag: "silences", body: SilenceRequest, answer: Silence, status: 201, summary: "Makes a silence; it needs a reason and an end",
  handle: async (call) => shown(await call.app.silences.put(call.org, undefined, withAuthor(call.body, call), call.actor)),
});

const put = door({
  id: "putSilence", method: "PUT", path: "/silences/:id", tag: "silences", body: SilenceRequest, answer: Silence, summary: "Changes a silence; other matchers end it and make another, whose id is answered",
  handle: async (call) => shown(await call.app.silences.put(call.org, call.params.id, withAuthor(call.body, call), call.actor)),
});

const expire = door({
  id: "expireSilence", method: "POST", path: "/silences/:id/expire", tag: "silences", answer: Silence, summary: "Ends a silence now",
  async handle({ app, org, actor, params }) {
    const outcome = await app.silences.expire(org, params.id, actor);
    if (outcome === "already-expired") throw new Fault("silence.expired", { detail: params.id });
    return shown(found(outcome === "not-found" ? undefined : await app.silences.find(org, params.id), "silence", params.id));
  },
});

const preview = door({
  id: "previewSilence", method: "POST", path: "/silences/preview", tag: "silences", scope: "read", keeps: false, answer: SilencePreview, summary: "What a silence with these matchers would cover now",
  body: Type.Object({ matchers: Type.Union([Type.String(), Type.Array(Type.String())]) }, { additionalProperties: false }),
  handle: ({ app, org, body }) => app.silences.preview(org, [body.matchers].flat().flatMap((text) => readMatchers(text))),
});

export const silences: Resource = { tag: "silences", about: "What is not told for a while", doors: [list, get, make, put, expire, preview] };
