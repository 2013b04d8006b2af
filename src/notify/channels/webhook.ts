// Posts the notice as JSON, signed as Standard Webhooks 1.0.0 says; whoever listens decides what it means.
import { Webhook } from "standardwebhooks";
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Secret } from "../../kernel/secret.ts";
import { defineChannel, postNotice, readFields, shownUrl } from "../channel.ts";
import type { Notice } from "../channel.ts";

export interface WebhookSettings {
  /** http or https; a secret, because many receivers put their token into the path. */
  url: Secret;
  /** One, or two while the receiver changes from the old to the new: each signs. */
  secrets: readonly Secret[];
  /** The receiver may be inside: private, loopback and link-local addresses are not refused. */
  allowPrivate: boolean;
}

export const webhook = defineChannel<WebhookSettings>({
  id: "webhook",
  about: "Any HTTP endpoint that accepts a signed JSON POST (Standard Webhooks).",
  fields: [
    { name: "url", about: "Where to post: an http or https URL", secret: true, required: true },
    { name: "secrets", about: "One signing secret, or two while it is being replaced: whsec_ and base64 of 24 to 64 bytes", secret: true, required: true },
    { name: "allowPrivate", about: "true: the receiver may be inside; the server must allow it too (AFTWATCH_PRIVATE_CHANNELS)", secret: false, required: false },
  ],
  readSettings: (raw) => readFields("webhook", raw, (fields) => ({
    url: new Secret(fields.text("url", "must be an http or https URL without user and password", isReachable)),
    secrets: fields.texts("secrets", "must be one or two texts of the form whsec_<base64 of 24 to 64 bytes>", { least: 1, most: 2 }, isSigningSecret).map((text) => new Secret(text)),
    allowPrivate: fields.flag("allowPrivate"),
  })),
  showSettings: ({ url, secrets, allowPrivate }) => ({ url: shownUrl(url.reveal()), secrets: secrets.join(", "), allowPrivate: String(allowPrivate) }),
  hostOf: ({ url }) => new URL(url.reveal()).host,
  send(notice, { settings, http, publicHttp, clock, signal, deliveryKey }) {
    const body = bodyOf(notice);
    return postNotice({
      http: settings.allowPrivate ? http : publicHttp,
      url: settings.url, body, clock, signal, secrets: settings.secrets,
      headers: signedHeaders({ id: deliveryKey, at: clock.now(), body }, settings.secrets),
    });
  },
});

function isReachable(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
}

// Standard Webhooks, "Signature scheme": 24 to 64 random bytes, base64, behind "whsec_".
function isSigningSecret(text: string): boolean {
  const [, base64 = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, "base64");
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString("base64") === base64;
}

/** webhook-id is the same for every attempt, webhook-timestamp is the attempt's; one v1 signature per secret. */
function signedHeaders({ id, at, body }: { id: string; at: Instant; body: string }, secrets: readonly Secret[]): Record<string, string> {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret.reveal()).sign(id, new Date(at), body)).join(" "),
  };
}

// Standard Webhooks, "Payload size": below 20 kB.
const bodyLimitBytes = 20_000;

// The rows are the part that grows: as many as fit, and the count of those that do not.
function bodyOf(notice: Notice): string {
  const bodyWith = (count: number): string => JSON.stringify({
    type: notice.kind,
    timestamp: toIso(notice.at),
    data: { ...notice, at: toIso(notice.at), items: notice.items.slice(0, count), itemsLeftOut: notice.items.length - count },
  });
  let fits = 0;
  let tooMany = notice.items.length + 1;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (Buffer.byteLength(bodyWith(middle)) < bodyLimitBytes) fits = middle;
    else tooMany = middle;
  }
  return bodyWith(fits);
}
