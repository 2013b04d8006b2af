// Posts the notice as JSON, signed as Standard Webhooks 1.0.0 says (HMAC or Ed25519); whoever listens decides what it means.
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { toIso } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";
import { Secret } from "../../kernel/secret.ts";
import { allowPrivateField, cut, defineChannel, hostOfTarget, httpFor, mostThatFit, postNotice, readFields, shownUrl } from "../channel.ts";
import type { Notice, Target } from "../channel.ts";

export interface WebhookSettings extends Target {
  /** One, or two while the receiver changes from the old to the new: each signs. */
  secrets: readonly Secret[];
}

export const webhook = defineChannel<WebhookSettings>({
  id: "webhook",
  about: "Any HTTP endpoint that accepts a signed JSON POST (Standard Webhooks).",
  size: "20 kB",
  fields: [
    { name: "url", about: "Where to post: an http or https URL", secret: true, required: true },
    { name: "secrets", about: "One signing key, or two while it is being replaced: whsec_ and base64 of 24 to 64 bytes (HMAC), or whsk_ and base64 of an Ed25519 private key", secret: true, required: true },
    allowPrivateField,
  ],
  readSettings: (raw) => readFields("webhook", raw, (fields) => ({
    url: new Secret(fields.text("url", "must be an http or https URL without user and password", isReachable)),
    secrets: fields.texts("secrets", "must be one or two texts of the form whsec_<base64 of 24 to 64 bytes> or whsk_<base64 of an Ed25519 private key, 32 or 64 bytes>", { least: 1, most: 2 }, isSigningKey).map((text) => new Secret(text)),
    allowPrivate: fields.flag("allowPrivate"),
  })),
  showSettings: ({ url, secrets, allowPrivate }) => ({ url: shownUrl(url.reveal()), secrets: secrets.map(shownKey).join(", "), allowPrivate: String(allowPrivate) }),
  hostOf: hostOfTarget,
  send(notice, context) {
    const { settings, clock, signal, deliveryKey, storyKey } = context;
    const body = bodyOf(notice, storyKey);
    return postNotice({
      http: httpFor(settings, context), url: settings.url, body, clock, signal, secrets: settings.secrets,
      headers: signedHeaders({ id: deliveryKey, at: clock.now(), body }, settings.secrets),
    });
  },
});

function isReachable(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
}

// Standard Webhooks, "Signature scheme": 24 to 64 random bytes, base64, behind "whsec_"; an Ed25519 private key behind "whsk_".
function isSigningKey(text: string): boolean {
  const [, kind, base64 = ""] = /^(whsec|whsk)_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) return false;
  if (kind === "whsec") return bytes.length >= 24 && bytes.length <= 64;
  return bytes.length === 32 || (bytes.length === 64 && publicBytesOf(privateKeyOf(text)).equals(bytes.subarray(32)));
}

// RFC 8410 section 7: the frame of an Ed25519 seed in PKCS #8. Libraries write the seed alone, or the seed and the public key.
const pkcs8Frame = Buffer.from("302e020100300506032b657004220420", "hex");

const privateKeyOf = (text: string): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8Frame, Buffer.from(text.slice("whsk_".length), "base64").subarray(0, 32)]), format: "der", type: "pkcs8" });

// RFC 8410 section 4: the last 32 bytes are the key itself.
const publicBytesOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);

/** "[secret]", with the public key that the receiver verifies with when there is one. */
const shownKey = (secret: Secret): string => (isAsymmetric(secret) ? `${secret} (verified with whpk_${publicBytesOf(privateKeyOf(secret.reveal())).toString("base64")})` : `${secret}`);

const isAsymmetric = (secret: Secret): boolean => secret.reveal().startsWith("whsk_");

/** webhook-id is the same for every attempt, webhook-timestamp is the attempt's; one signature per key: v1 by HMAC, v1a by Ed25519. */
export function signedHeaders({ id, at, body }: { id: string; at: Instant; body: string }, secrets: readonly Secret[]): Record<string, string> {
  const seconds = String(Math.floor(at / 1000));
  const signed = secrets.map((secret) => isAsymmetric(secret)
    ? `v1a,${sign(null, Buffer.from(`${id}.${seconds}.${body}`), privateKeyOf(secret.reveal())).toString("base64")}`
    : new Webhook(secret.reveal()).sign(id, new Date(at), body));
  return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": signed.join(" ") };
}

// Standard Webhooks, "Payload size": below 20 kB.
const bodyLimitBytes = 20_000;

const textLengths = [1000, 300, 80];

/** The notice as data; rows and alerts that do not fit are counted, and only when leaving all of them out is not enough are texts cut. */
function bodyOf(notice: Notice, storyKey: string): string {
  const bodyWith = (written: Notice, count: number): string => bodyText(written, storyKey, count, notice);
  const fits = (body: string): boolean => Buffer.byteLength(body) < bodyLimitBytes;
  const length = fits(bodyWith(notice, 0)) ? undefined : textLengths.find((one) => fits(bodyWith(shorter(notice, one), 0))) ?? 80;
  const written = length === undefined ? notice : shorter(notice, length);
  return bodyWith(written, mostThatFit(Math.max(written.items.length, notice.alerts?.alerts.length ?? 0), (count) => fits(bodyWith(written, count))));
}

function bodyText(notice: Notice, storyKey: string, count: number, whole: Notice): string {
  const { items, alerts } = notice;
  return JSON.stringify({
    type: notice.kind,
    timestamp: toIso(notice.at),
    data: {
      ...notice, at: toIso(notice.at), story: storyKey, items: items.slice(0, count), itemsLeftOut: whole.items.length - Math.min(count, items.length),
      ...(alerts === undefined ? {} : { alerts: { ...alerts, alerts: alerts.alerts.slice(0, count), truncatedAlerts: alerts.truncatedAlerts + Math.max(0, alerts.alerts.length - count) } }),
    },
  });
}

// More rows than these never fit; the others need no shortening.
const rowLimit = 1000;
const listLimit = 10;

/** Every text at most `length` characters, every list and label set at most ten members, and a word where more is missing. */
function shorter(notice: Notice, length: number): Notice {
  const text = (value: string): string => cut(value, length);
  const texts = (values: readonly string[]): string[] => [...values.slice(0, listLimit).map(text), ...(values.length > listLimit ? [`… and ${values.length - listLimit} more`] : [])];
  const named = (map: Readonly<Record<string, string>>): Record<string, string> => {
    const entries = Object.entries(map);
    const kept = entries.slice(0, listLimit).map(([name, value]) => [text(name), text(value)] as const);
    return Object.fromEntries(entries.length > listLimit ? [...kept, ["…", `and ${entries.length - listLimit} more`]] : kept);
  };
  const { labels, alerts, changes, links, items } = notice;
  return {
    ...notice,
    kind: text(notice.kind), groupKey: text(notice.groupKey), title: text(notice.title), what: text(notice.what), where: text(notice.where), why: text(notice.why), due: text(notice.due),
    action: { label: text(notice.action.label), url: text(notice.action.url) },
    labels: { services: texts(labels.services), environments: texts(labels.environments), owner: labels.owner === undefined ? undefined : text(labels.owner), vulnerability: labels.vulnerability === undefined ? undefined : text(labels.vulnerability) },
    items: items.slice(0, rowLimit).map((item) => ({ title: text(item.title), detail: text(item.detail), url: text(item.url) })),
    ...(changes === undefined ? {} : { changes: texts(changes) }),
    ...(links === undefined ? {} : { links: [...links.slice(0, listLimit).map(({ label, url }) => ({ label: text(label), url: text(url) })), ...(links.length > listLimit ? [{ label: `… and ${links.length - listLimit} more`, url: "" }] : [])] }),
    ...(alerts === undefined ? {} : { alerts: { ...alerts, groupKey: text(alerts.groupKey), groupLabels: named(alerts.groupLabels), commonLabels: named(alerts.commonLabels), commonAnnotations: named(alerts.commonAnnotations) } }),
  };
}
