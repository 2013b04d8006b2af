// Exceptions: what detections are left out, by whom, why and until when; and the builder that says before what one would hide.
import Type from "typebox";
import { Exception, ExceptionDraft, ExceptionDraftRequest, ExceptionRequest } from "../../contract/runtime.ts";
import { parseInstant } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Fault } from "../../kernel/fault.ts";
import { isIdle, stateOfException } from "../../runtime/exception.ts";
import type { Exception as Kept } from "../../runtime/exception.ts";
import { found } from "../found.ts";
import { door, ItemsOf } from "../route.ts";
import type { Resource } from "../route.ts";
import { shownDetection } from "./detections.ts";

const shown = ({ exceptionId, ...row }: Kept, now: Instant) => ({ ...row, id: exceptionId, state: stateOfException({ exceptionId, ...row }, now), idle: isIdle({ exceptionId, ...row }, now) });

const shownRemoved = 50;

const list = door({
  id: "listExceptions", method: "GET", path: "/exceptions", tag: "exceptions", answer: ItemsOf(Exception), summary: "Exceptions, the newest first; idle ones left nothing out for 90 days",
  query: { state: Type.Optional(Type.Enum(["in-force", "expired", "revoked"])) },
  handle: async ({ app, org, query, now }) => ({ items: (await app.runtime.exceptionDesk.list(org)).map((one) => shown(one, now)).filter(({ state }) => query.state === undefined || state === query.state) }),
});

const get = door({
  id: "getException", method: "GET", path: "/exceptions/:id", tag: "exceptions", answer: Exception, summary: "One exception with its filter",
  handle: async ({ app, org, params, now }) => shown(found(await app.runtime.exceptionDesk.find(org, params.id), "exception", params.id), now),
});

const draft = door({
  id: "draftException", method: "POST", path: "/exceptions/draft", tag: "exceptions", body: ExceptionDraftRequest, answer: ExceptionDraft, scope: "read", keeps: false,
  summary: "What an exception would remove and hide: drafted from chosen detections, or as a person edited it; nothing is kept",
  async handle({ app, org, body }) {
    const { removed, covered, ...rest } = await app.runtime.exceptionDesk.draft(org, body);
    const rows = await app.runtime.withIncidents(org, removed.slice(0, shownRemoved));
    return { ...rest, covered, removes: rows.map(shownDetection), removesTotal: removed.length };
  },
});

const create = door({
  id: "createException", method: "POST", path: "/exceptions", tag: "exceptions", body: ExceptionRequest, answer: Exception, status: 201, summary: "Makes an exception; refused when it would hide samples of attacks, unless forced with a reason",
  async handle({ app, org, actor, body, now }) {
    const expiresAt = parseInstant(body.expiresAt);
    if (expiresAt === undefined) throw new Fault("request.invalid", { places: [{ at: "/expiresAt", rule: "is no time such as 2026-12-01T00:00:00Z" }] });
    const { title, text, owner, reason, force } = body;
    return shown(await app.runtime.exceptionDesk.create(org, { title, text, owner, reason, expiresAt, force }, actor), now);
  },
});

const revoke = door({
  id: "revokeException", method: "POST", path: "/exceptions/:id/revoke", tag: "exceptions", answer: Exception, summary: "Ends an exception now: the next events meet the rule again",
  handle: async ({ app, org, actor, params, now }) => shown(found(await app.runtime.exceptionDesk.revoke(org, params.id, actor), "exception", params.id), now),
});

export const exceptions: Resource = { tag: "exceptions", about: "What is left out of detections, by whom and until when", doors: [list, get, draft, create, revoke] };
