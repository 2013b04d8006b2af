// The shape of a door: method, path, schemas and one function; everything else is done once for all of them in mount.ts.
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Static, TObject, TSchema } from "typebox";
import type { LoginBrake } from "../access/login-brake.ts";
import type { Principal } from "../access/principal.ts";
import type { Scope } from "../access/access-store.ts";
import type { App } from "../app/app.ts";
import { PageOf, PageQuery } from "../contract/shapes.ts";
import type { Instant } from "../kernel/clock.ts";
import type { Ids } from "../kernel/id.ts";
import type { PageRequest } from "../kernel/page.ts";
import type { Pulse } from "./pulse.ts";
import type { Traffic } from "./traffic.ts";

/** What this server holds besides the app. */
export interface Desk {
  ids: Ids; brake: LoginBrake; pulse: Pulse; traffic: Traffic;
  /** Aborted as the server closes: streams end. */
  isClosing: AbortSignal;
  /** The unread body of a streaming door. */
  bodyOf(request: FastifyRequest): AsyncIterable<Uint8Array>;
}

/** ":id" and ":name" of a path, as texts. */
type PathParams<Path extends string> =
  Path extends `${string}:${infer Name}/${infer Rest}` ? Record<Name, string> & PathParams<Rest>
  : Path extends `${string}:${infer Name}` ? Record<Name, string> : unknown;

/** One request as a door sees it: checked, and known by whom. */
export interface Call<Path extends string = string, Query = unknown, Body = unknown> {
  app: App; desk: Desk;
  org: string; actor: string;
  /** Undefined only at doors that are open to everyone. */
  principal: Principal | undefined;
  now: Instant;
  params: PathParams<Path>; query: Query; body: Body;
  /** From ?limit and ?after; 50 when they are absent. */
  page: PageRequest;
  /** From ?asof. */
  asof: Instant | undefined;
  request: FastifyRequest; reply: FastifyReply;
}

type Members = Record<string, TSchema>;

export interface Door<Path extends string = string, Q extends Members = Members, B extends TSchema = TSchema> {
  /** The operationId of the OpenAPI document. */
  id: string;
  method: "GET" | "POST" | "PUT" | "DELETE" | "OPTIONS";
  /** Below /api/v1 unless `root` is set. */
  path: Path;
  root?: boolean;
  tag: string;
  summary: string;
  description?: string;
  /** Default: read for GET, write for the others. */
  scope?: Scope | "public";
  query?: Q;
  body?: B;
  /** Of a parsed body; 1 MB unless given. */
  bodyLimitBytes?: number;
  /** The body is not parsed: the door reads request.raw as it comes. */
  streams?: { contentTypes: readonly string[] };
  /** The body is a batch whose members the door judges one by one. */
  readsMembers?: true;
  /** Absent: the door writes its answer itself. */
  answer?: TSchema;
  /** 200 unless given; 204 has no answer. */
  status?: 200 | 201 | 202 | 204;
  /** Media type of an answer that is not JSON. */
  answersWith?: string;
  /** The part of the answer an edit is made upon: its digest is what If-Match is compared with. */
  editable?: (answer: Record<string, unknown>) => unknown;
  /** false: a repeat does no harm, so no Idempotency-Key is kept. A function: what may be kept of the answer. */
  keeps?: false | ((answer: Record<string, unknown>) => Record<string, unknown>);
  handle(call: Call<Path, Static<TObject<Q>>, Static<B>>): Promise<unknown>;
}

export const door = <const Path extends string, Q extends Members = Record<never, never>, B extends TSchema = TSchema>(one: Door<Path, Q, B>): Door => one as unknown as Door;

/** A door that answers pages: adds ?limit and ?after and wraps the item's schema. */
export const listDoor = <const Path extends string, Q extends Members = Record<never, never>>(
  one: Omit<Door<Path, Q>, "method" | "answer"> & { item: TSchema },
): Door => {
  const { item, query, ...rest } = one;
  return { ...rest, method: "GET", query: { ...query, ...PageQuery }, answer: PageOf(item) } as unknown as Door;
};

/** All doors of one noun. */
export interface Resource { tag: string; about: string; doors: readonly Door[] }

/** An answer that is a whole, short list. */
export const ItemsOf = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item) });
