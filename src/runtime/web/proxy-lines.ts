// Lines of proxies whose formats are their own: HAProxy, Envoy and Istio, AWS load balancers, Nginx Proxy Manager; each is told by its form.
import { clfTime, isoTime } from "../lines-time.ts";
import { addressOf, tokensOf, unescaped } from "../lines-text.ts";
import { countOf, recordOf, requestParts, saidOf } from "./access-record.ts";
import type { AccessRecord } from "./access-record.ts";

type Reader = (line: string, zone: string | undefined) => AccessRecord | undefined;

/** Undefined when the line is none of theirs. zone: of times without an offset (HAProxy). */
export function proxyLine(line: string, zone?: string): AccessRecord | undefined {
  for (const read of [haproxy, envoy, loadBalancer, proxyManager]) {
    const record = read(line, zone);
    if (record !== undefined) return record;
  }
  return undefined;
}

// HAProxy configuration manual, "HTTP log format": client:port [accept date] frontend backend/server timers status bytes cookies termination counters queues {headers} "request".
const haproxyHead = /(?:^|\s)(\S+):(\d+) \[(\d{1,2}\/[A-Za-z]{3}\/\d{4}:[\d:.]+)\] (\S+) (\S+)\/(\S+) ([-\d+]+(?:\/[-\d+]+){4}) (\d{3}|-1) (\+?\d+) /;

const haproxy: Reader = (line, zone) => {
  const found = haproxyHead.exec(line.slice(0, 4096));
  const open = line.indexOf("\"");
  if (found === null || open < 0) return undefined;
  const [, client = "", , time = "", frontend = "", backend = "", server = "", timers = "", status, size = ""] = found;
  const captured = [...line.slice(found.index, open).matchAll(/\{([^}]*)\}/g)].map(([, text = ""]) => text.split("|"));
  const total = countOf(timers.split("/").at(-1)?.replace("+", ""));
  return recordOf({
    at: clfTime(time, zone), client: addressOf(client) ?? client, ...requestParts(unescaped(tokensOf(line.slice(open))[0]?.text ?? "")), status: countOf(status), sizeBytes: countOf(size.replace("+", "")),
    tookMs: total, product: "haproxy", more: { frontend, backend, server, ...(captured.length > 0 ? { captured: captured.flat() } : {}) },
  });
};

// Envoy, "Default format string"; Istio puts two more words after the flags and the addresses of the connection at the end.
const envoy: Reader = (line) => {
  if (!/^\[\d{4}-\d{2}-\d{2}T[\d:.]+Z\] "/.test(line)) return undefined;
  const tokens = tokensOf(line);
  const [time, request, status, , ...rest] = tokens;
  const numbersAt = rest.findIndex(({ kind, text }, place) => kind === "word" && /^\d+$/.test(text) && rest[place + 1]?.kind === "word");
  const [forwarded, agent, , authority, upstream] = rest.filter(({ kind }, place) => kind === "quoted" && place > numbersAt);
  if (numbersAt < 0 || agent === undefined) return undefined;
  const seen = saidOf(forwarded?.text)?.split(",").at(-1)?.trim();
  return recordOf({
    // Envoy appends the address it saw to the list: the last is the one nobody else wrote.
    at: isoTime(time?.text ?? ""), client: (seen === undefined ? undefined : addressOf(seen)) ?? downstream(tokens.map(({ text }) => text)), forwarded: saidOf(forwarded?.text),
    ...requestParts(unescaped(request?.text ?? "")), status: countOf(status?.text), sizeBytes: countOf(rest[numbersAt + 1]?.text), tookMs: countOf(rest[numbersAt + 2]?.text),
    agent: saidOf(unescaped(agent.text)), host: saidOf(authority?.text), product: "envoy", more: { upstream: saidOf(upstream?.text) ?? null },
  });
};

// "... upstream-cluster upstream-local downstream-local downstream-remote requested-server-name route"
function downstream(texts: readonly string[]): string | undefined {
  const addresses = texts.slice(-4).filter((text) => addressOf(text) !== undefined && /:\d+$/.test(text));
  return addressOf(addresses.at(-1) ?? "");
}

// AWS, "Access logs for your Application Load Balancer", and the Classic one, which starts without a type.
const loadBalancer: Reader = (line) => {
  const found = /^(?:(?:https?|h2|grpcs|wss?) )?(\d{4}-\d{2}-\d{2}T[\d:.]+Z) (\S+) (\S+):\d+ (\S+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (\d{3}|-) (\S+) (\d+) (\d+) "/.exec(line.slice(0, 2048));
  if (found === null) return undefined;
  const [head, time = "", name = "", client = "", target = "", before, within, after, status, targetStatus = "", , sent] = found;
  const [request, agent, ...rest] = tokensOf(line.slice(head.length - 1)).filter(({ kind }) => kind === "quoted");
  const seconds = [before, within, after].map(Number);
  const took = seconds.every((part) => part >= 0) ? Math.round(seconds.reduce((sum, part) => sum + part, 0) * 1000) : undefined;
  return recordOf({
    at: isoTime(time), client: addressOf(client) ?? client, ...requestParts((request?.text ?? "").replace(/^- - -? ?$/, "-")), status: countOf(status), sizeBytes: countOf(sent), tookMs: took,
    agent: saidOf(agent?.text), host: saidOf(rest[1]?.text), product: "aws-elb", more: { elb: name, target, targetStatus },
  });
};

// Nginx Proxy Manager, proxy hosts: [time] cache upstream-status status - METHOD scheme host "target" [Client a] [Length n] [Gzip r] [Sent-to s] "agent" "referrer".
const managed = /^\[(\d{1,2}\/[A-Za-z]{3}\/\d{4}:[\d:]+ [+-]\d{4})\] (?:\S+ \S+ (\d{3}) - |- (\d{3}) - )?([A-Z]+) (https?) (\S+) "/;

const proxyManager: Reader = (line) => {
  const [head, time = "", status, other, method, , host] = managed.exec(line.slice(0, 4096)) ?? [];
  if (head === undefined) return undefined;
  const tokens = tokensOf(line.slice(head.length - 1));
  const bracketed = new Map(tokens.filter(({ kind }) => kind === "bracket").map(({ text }): [string, string] => [text.split(" ")[0] ?? "", text.slice(text.indexOf(" ") + 1)]));
  const [target, agent, referer] = tokens.filter(({ kind }) => kind === "quoted").map(({ text }) => unescaped(text));
  return recordOf({
    at: clfTime(time), client: addressOf(bracketed.get("Client") ?? ""), method, target, status: countOf(status ?? other), sizeBytes: countOf(bracketed.get("Length")), host: saidOf(host),
    agent: saidOf(agent), referer: saidOf(referer), product: "nginx", more: { "sent-to": saidOf(bracketed.get("Sent-to")) ?? null },
  });
};
