// The guard of requests: scope, addresses, methods and words, in this order; what it refuses is never sent, whoever asks.
import { allowsMethod } from "../profile.ts";
import type { Profile } from "../profile.ts";
import type { TestRequest } from "../exchange.ts";
import type { ScopeGuard } from "../scope-guard.ts";
import type { Pins } from "./pins.ts";
import type { SendAbout } from "./request-log.ts";
import { bareHost, readTarget } from "./target.ts";
import { wordRefusal } from "./word-guard.ts";

/** Why a request may not leave; undefined: it may. */
export type RequestGuard = (request: TestRequest, about: SendAbout | undefined) => string | undefined;

// A login posts a form and may pass words such as "reset"; people have named its requests.
const isNamedByPeople = (about: SendAbout | undefined): boolean => about?.phase === "login";

export const createRequestGuard = (profile: Pick<Profile, "methods" | "guardsWords">, scope: ScopeGuard, pins: Pins): RequestGuard => (request, about) => {
  const outside = scope.refusal(request.url);
  if (outside !== undefined) return outside;
  const nowhere = pins.refusal(bareHost(new URL(request.url).hostname));
  if (nowhere !== undefined) return nowhere;
  if (!allowsMethod(profile, request.method) && !(isNamedByPeople(about) && request.method === "POST")) return `the profile does not send ${request.method}`;
  return profile.guardsWords && !isNamedByPeople(about) ? wordRefusal(request) : undefined;
};

/** The requests that raw bytes hold, smuggled ones too, as far as their request lines can be read. */
export function requestsIn(origin: string, bytes: Uint8Array): TestRequest[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const found = [...text.matchAll(/(?:^|\n)([A-Za-z]{3,20})[ \t]+(\S+)(?:[ \t]+HTTP\/\d|[ \t]*\r?\n)/g)].map(([, method = "GET", target = "/"]) => ({ method, url: urlOf(origin, target), headers: [], body: undefined }));
  return found.length > 0 ? found : [{ method: "GET", url: `${origin}/`, headers: [], body: undefined }];
}

// An absolute target still goes over this connection: its path is what the server may take.
function urlOf(origin: string, target: string): string {
  const read = readTarget(target);
  return `${origin}${"refusal" in read ? (target.startsWith("/") ? target : "/") : read.requestTarget}`;
}
