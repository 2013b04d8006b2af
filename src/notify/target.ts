// Where a receiver's messages go: a URL that somebody has chosen, inside only when that is allowed.
import type { Http } from "../kernel/http.ts";
import { Secret } from "../kernel/secret.ts";
import type { Fields } from "./settings-reader.ts";

export interface Target {
  /** Not a secret in itself where the credential is a key; channels whose URL is the credential show it with shownUrl. */
  url: Secret;
  /** Private, loopback and link-local addresses are not refused. */
  allowPrivate: boolean;
}

/** The field that every channel with a URL has. */
export const allowPrivateField = {
  name: "allowPrivate", about: "true: the receiver may be inside; the server must allow it too (AFTWATCH_PRIVATE_CHANNELS)", secret: false, required: false,
} as const;

const rule = "must be an https URL (http only together with allowPrivate)";

/** The URL to post to, when it carries its credential; required. */
export function readTarget(fields: Fields, name = "url"): Target {
  const allowPrivate = fields.flag("allowPrivate");
  return { url: new Secret(fields.text(name, rule, (text) => isTarget(text, allowPrivate))), allowPrivate };
}

/** The beginning of an API's URLs, `otherwise` when left out; without the slash at its end. */
export function readBase(fields: Fields, otherwise: string, name = "url"): Target {
  const allowPrivate = fields.flag("allowPrivate");
  const given = fields.optionalText(name, `${rule}, without a query`, (text) => isTarget(text, allowPrivate) && !/[?#]/.test(text));
  return { url: new Secret((given ?? otherwise).replace(/\/+$/, "")), allowPrivate };
}

// A credential does not travel in the clear over the internet, and none belongs before the host, where it would be shown.
export function isTarget(text: string, allowPrivate: boolean): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || (allowPrivate && url.protocol === "http:")) && url.username === "" && url.password === "";
}

/** The network a target may use. */
export const httpFor = ({ allowPrivate }: Pick<Target, "allowPrivate">, { http, publicHttp }: { http: Http; publicHttp: Http }): Http => (allowPrivate ? http : publicHttp);

export const hostOfTarget = ({ url }: Pick<Target, "url">): string => new URL(url.reveal()).host;
