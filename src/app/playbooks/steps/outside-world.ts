// What steps reach outside: HTTP behind the egress guard, with secrets by name; the DAST replay when there is one.
import { readFileSync } from "node:fs";
import { load as parseYaml } from "js-yaml";
import type { Incident } from "../../../incidents/incident.ts";
import type { HttpAnswer, OutsideWorld } from "../../../incidents/playbooks/step-world.ts";
import { Fault, isFault, messageOf } from "../../../kernel/fault.ts";
import type { Http } from "../../../kernel/http.ts";
import { Secret } from "../../../kernel/secret.ts";
import type { LoopContext } from "../../loop/context.ts";
import { seenWorld } from "./seen-world.ts";
import type { Cluster } from "./seen-world.ts";

export interface Outside {
  http: Http;
  /** undefined when there is none of this name, or when it may not go there. */
  secret(name: string, url: string): Secret | undefined;
  cluster: Cluster;
  replay?(org: string, findingId: string): Promise<{ passed: boolean; said: string }>;
}

export function outsideWorld(context: LoopContext, org: string, incident: Incident, outside: Outside): OutsideWorld {
  return {
    ...seenWorld(context, org, incident, outside.cluster),
    http: (url, request) => sendHttp(outside, url, request),
    replay: async (findingId) => (outside.replay ? outside.replay(org, findingId) : { missing: "this server has no DAST replay" }),
  };
}

// What a step may learn of an answer; the rest is not read.
const answerLimitBytes = 64 * 1024;

async function sendHttp({ http, secret }: Outside, url: string, { secrets, ...request }: Parameters<OutsideWorld["http"]>[1]): Promise<HttpAnswer> {
  const found = secrets.map((one) => ({ ...one, value: secret(one.name, url) }));
  const unknown = found.filter(({ value }) => value === undefined).map(({ name }) => name);
  if (unknown.length > 0) return { kind: "nothing-done", why: `the server's settings hold no secret ${unknown.join(", ")} that may be sent to ${URL.parse(url)?.host ?? "this address"}` };
  const headers = { ...request.headers, ...Object.fromEntries(found.map(({ header, scheme, value }) => [header.toLowerCase(), `${scheme === "" ? "" : `${scheme} `}${value?.reveal() ?? ""}`])) };
  const clean = (text: string): string => found.reduce((rest, { value }) => (value === undefined ? rest : rest.replaceAll(value.reveal(), "[secret]")), text);
  try {
    const reply = await http.send(url, { ...request, headers });
    return { kind: "answer", status: reply.status, headers: Object.fromEntries(Object.entries(reply.headers).map(([name, text]) => [name, clean(text)])), text: clean(await beginningOf(reply.body())) };
  } catch (cause) { return unanswered(cause); }
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= answerLimitBytes) break;
  }
  const text = Buffer.concat(chunks).subarray(0, answerLimitBytes).toString("utf8");
  return size > answerLimitBytes ? `${text}\n[cut after ${answerLimitBytes / 1024} KiB]` : text;
}

// Before the connection stands, nothing can have been done; after that, nobody knows.
const neverAsked = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ERR_INVALID_URL", "ERR_INVALID_CHAR", "ERR_INVALID_HTTP_TOKEN", "ERR_HTTP_INVALID_HEADER_VALUE", "ERR_UNESCAPED_CHARACTERS", "CERT_HAS_EXPIRED", "DEPTH_ZERO_SELF_SIGNED_CERT", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "ERR_TLS_CERT_ALTNAME_INVALID"]);

function unanswered(cause: unknown): HttpAnswer {
  if (isFault(cause)) return { kind: "nothing-done", why: cause.detail ?? cause.message };
  const code = codeOf(cause);
  if (code !== undefined && neverAsked.has(code)) return { kind: "nothing-done", why: `not reachable (${code})` };
  return { kind: "unknown", why: `no answer came (${code ?? (cause instanceof Error ? cause.name : "no code")})` };
}

function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : codeOf(thrown.cause);
}

/**
 * A secret goes only to the hosts that stand beside it: whoever starts a playbook may name a secret and an address, and must not be able
 * to bring the two together. Read anew each time, so that a rotated secret is used at once.
 */
export function secretsFrom(file: string | undefined): Outside["secret"] {
  return (name, url) => {
    if (file === undefined) return undefined;
    const values = readSecrets(file);
    if (!Object.hasOwn(values, name)) return undefined;
    const { secret, hosts } = entryOf(file, name, values[name]);
    return hosts.some((host) => isThere(host, url)) ? new Secret(secret) : undefined;
  };
}

function entryOf(file: string, name: string, value: unknown): { secret: string; hosts: readonly string[] } {
  const { secret, hosts } = (typeof value === "object" && value !== null ? value : {}) as { secret?: unknown; hosts?: unknown };
  if ((typeof secret === "string" || typeof secret === "number") && Array.isArray(hosts) && hosts.every((host) => typeof host === "string")) return { secret: String(secret), hosts };
  throw new Fault("settings.invalid", { detail: `${file}: ${name} is not of the form {secret: ..., hosts: [api.example.com]}.` });
}

/** "api.example.com" or "api.example.com:8443" is meant over https; whoever wants it in the clear writes "http://host:port". */
function isThere(host: string, url: string): boolean {
  const [asked, allowed] = [URL.parse(url), URL.parse(host.includes("://") ? host : `https://${host}`)];
  return asked !== null && allowed !== null && asked.origin === allowed.origin && asked.origin !== "null";
}

function readSecrets(file: string): Record<string, unknown> {
  let values: unknown;
  // The cause would quote the file's lines.
  try { values = parseYaml(readFileSync(file, "utf8")); } catch (cause) { throw new Fault("settings.invalid", { detail: `${file} cannot be read as YAML names and secrets (${cause instanceof Error && "code" in cause ? String(cause.code) : "not YAML"}).` }); }
  if (typeof values !== "object" || values === null) throw new Fault("settings.invalid", { detail: `${file} holds no names and secrets (${messageOf(typeof values)}).` });
  return values as Record<string, unknown>;
}
