// Calls an HTTP door of somebody's: to revoke, block, rotate or ask; always through the egress guard.
import { defineStepKind, done, isObject } from "../step-kind.ts";
import type { HttpAnswer, RawObject, StepContext, StepOutcome, Values, WrongField } from "../step-kind.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] as const;
const methodOf = (values: Values): (typeof methods)[number] => methods.find((method) => method === values.optional("method")?.toUpperCase()) ?? "GET";
const isReading = (values: Values): boolean => ["GET", "HEAD"].includes(methodOf(values));
// A credential in the text would be shown to everyone who may read the playbook, and kept in every run.
const secretHeaders = /^(?:authorization|proxy-authorization|cookie|x-api-key|x-auth-token|api-key)$/i;

export const http = defineStepKind({
  id: "http", lane: "outside", about: "Sends an HTTP request; private addresses are refused unless the server's settings allow them.",
  destructive: "unless GET or HEAD; the step may say `destructive: false`", idempotent: "GET, HEAD, PUT and DELETE (RFC 9110 9.2.2); others when the step says so",
  isDestructive: (values) => ({ destructive: !isReading(values), open: true }),
  isIdempotent: (values) => ["GET", "HEAD", "PUT", "DELETE"].includes(methodOf(values)),
  lasting: "a request was sent; say with `undo` what takes it back",
  fields: [
    { name: "url", about: "where to", type: "text", required: true },
    { name: "method", about: "GET unless given", type: "text", choices: [...methods] },
    { name: "headers", about: "names and texts; no credentials", type: "object" },
    { name: "secret", about: "the name of a secret in the server's settings, sent in the header `secretHeader`", type: "text" },
    { name: "secretHeader", about: "Authorization unless given", type: "text" },
    { name: "secretScheme", about: "the word before it; Bearer for Authorization unless given", type: "text" },
    { name: "json", about: "the body, as a value", type: "object" },
    { name: "body", about: "the body, as text", type: "text" },
    { name: "expect", about: "statuses that are success; 200 to 299 unless given", type: "texts" },
  ],
  check: wrongRequest,
  preview: async (values) => ({ said: `${methodOf(values)} ${values.text("url")}`, touches: [{ kind: "url", name: values.text("url") }] }),
  run: (values, context) => send(values, context),
});

async function send(values: Values, { world, signal, key }: StepContext): Promise<StepOutcome> {
  const json = values.raw["json"];
  const body = json === undefined || json === null ? values.optional("body") : JSON.stringify(json);
  const named = Object.fromEntries(Object.entries(values.object("headers")).map(([name, value]) => [name.toLowerCase(), String(value)]));
  // The Idempotency-Key header field (draft-ietf-httpapi-idempotency-key-header) is the same for every try of one attempt.
  const headers = { ...(json === undefined ? {} : { "content-type": "application/json" }), ...named, "idempotency-key": key };
  const answer = await world.http(values.text("url"), { method: methodOf(values), headers, signal, secrets: secretsOf(values), ...(body === undefined ? {} : { body }) });
  return outcomeOf(answer, values);
}

function secretsOf(values: Values): { header: string; name: string; scheme: string }[] {
  const name = values.optional("secret");
  const header = values.optional("secretHeader") ?? "authorization";
  return name === undefined ? [] : [{ name, header, scheme: values.optional("secretScheme") ?? (header.toLowerCase() === "authorization" ? "Bearer" : "") }];
}

function outcomeOf(answer: HttpAnswer, values: Values): StepOutcome {
  if (answer.kind === "nothing-done") return { kind: "failed", why: answer.why, again: true };
  if (answer.kind === "unknown") return { kind: "unknown", why: answer.why };
  const { status, headers, text } = answer;
  const output: RawObject = { status, body: bodyOf(headers["content-type"] ?? "", text) };
  const expected = values.texts("expect");
  if (expected.length > 0 ? expected.includes(String(status)) : status >= 200 && status < 300) return done(`answered ${status}`, output);
  // 429 and 503 with Retry-After: it was not done, and is welcome later (RFC 9110 10.2.3).
  const afterMs = retryAfterMs(headers["retry-after"]);
  const isLater = status === 429 || (status === 503 && afterMs !== undefined);
  return { kind: "failed", why: `answered ${status}${text.trim() === "" ? "" : `: ${text.trim().slice(0, 200)}`}`, output, ...(isLater ? { again: true } : {}), ...(afterMs === undefined ? {} : { afterMs }) };
}

const retryAfterMs = (text: string | undefined): number | undefined => (text !== undefined && /^\d{1,6}$/.test(text.trim()) ? Number(text) * 1000 : undefined);

function bodyOf(contentType: string, text: string): RawObject | string {
  if (!/[/+]json\b/.test(contentType)) return text;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : text;
  } catch { return text; }
}

function wrongRequest(values: Values): WrongField[] {
  const url = values.text("url");
  const named = Object.keys(values.object("headers")).filter((name) => secretHeaders.test(name));
  return [
    ...(url === "" || url.includes("{{") || /^https?:$/.test(URL.parse(url)?.protocol ?? "") ? [] : [{ at: "/url", rule: "is an http or https URL" }]),
    ...(url !== "" && !url.includes("{{") && (URL.parse(url)?.password ?? "") !== "" ? [{ at: "/url", rule: "holds a password: name a secret with `secret`" }] : []),
    ...named.map((name) => ({ at: `/headers/${name}`, rule: "holds a credential: name a secret with `secret`, so that nobody reads it here" })),
    ...(values.raw["json"] !== undefined && values.raw["body"] !== undefined ? [{ at: "/body", rule: "stands beside json: give one of them" }] : []),
  ];
}
