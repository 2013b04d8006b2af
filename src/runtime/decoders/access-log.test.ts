// Access logs in the formats servers write, line by line; and whatever else a line may be.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuntimeEvent } from "../event.ts";
import { accessLog } from "./access-log.ts";

const receivedAt = Date.UTC(2026, 10, 22, 12);

function decode(lines: readonly string[], settings: Record<string, string> = {}) {
  const session = accessLog.open({ receivedAt, host: "web-1", settings });
  const pushed = lines.map((line, place) => session.push(line, `line ${place + 1}`));
  const all = [...pushed, session.end()];
  return { events: all.flatMap(({ events }) => events), rejects: all.flatMap(({ rejects }) => rejects) };
}

function one(line: string, settings: Record<string, string> = {}): RuntimeEvent {
  const { events, rejects } = decode([line], settings);
  expect(rejects).toEqual([]);
  expect(events).toHaveLength(1);
  return events[0] as RuntimeEvent;
}

describe("runtime/decoders/access-log: formats", () => {
  const usual = { "c-ip": "203.0.113.9", "cs-method": "GET", "cs-uri-stem": "/a", "cs-uri-query": "b=c", "sc-status": 200 };

  it.each<[string, string, Record<string, unknown>]>([
    ["common", '203.0.113.9 - bob [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.0" 200 2326', { ...usual, "cs-username": "bob", "sc-bytes": 2326, "cs-version": "HTTP/1.0" }],
    ["combined", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 2326 "https://ref.example/" "curl/8.5.0"', { ...usual, "cs-referer": "https://ref.example/", "cs-user-agent": "curl/8.5.0" }],
    ["no bytes, no referrer", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 - "-" "-"', { ...usual, "sc-bytes": undefined, "cs-referer": undefined, "cs-user-agent": undefined }],
    ["a virtual host with its port in front", 'shop.example:443 203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1 "-" "-"', { ...usual, "cs-host": "shop.example" }],
    ["a virtual host that is an address", '192.0.2.80:80 203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1', { ...usual, "cs-host": "192.0.2.80" }],
    ["forwarded addresses at the end", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1 "-" "x" "198.51.100.7, 10.0.0.1"', { ...usual, xff: "198.51.100.7, 10.0.0.1" }],
    ["the time it took", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1 "-" "x" 0.125 0.120 .', { ...usual, "time-taken": 125 }],
    ["the time it took, by name", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1 "-" "x" rt=0.005 uct="0.001"', { ...usual, "time-taken": 5 }],
    ["a user with a blank", '203.0.113.9 - Bob Miller [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1', { ...usual, "cs-username": "Bob Miller" }],
    ["a name instead of an address", 'client.example - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1', { ...usual, "c-ip": "client.example" }],
    ["IPv6", '2001:db8::7 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1', { ...usual, "c-ip": "2001:db8::7" }],
    ["IPv4 in IPv6", '::ffff:203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 1', usual],
    ["nginx's escapes", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=\\x22\\xC3\\xBC\\x5C HTTP/1.1" 200 1 "-" "x\\x22y"', { "cs-uri-query": 'b="\u00fc\\', "cs-user-agent": 'x"y' }],
    ["Apache's escapes", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=\\"\\xc3\\xbc\\\\ HTTP/1.1" 200 1 "-" "x\\"y"', { "cs-uri-query": 'b="\u00fc\\', "cs-user-agent": 'x"y' }],
    ["TLS on a plain port", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "\\x16\\x03\\x01\\x02" 400 157 "-" "-"', { request: "\u0016\u0003\u0001\u0002", "cs-method": undefined, "sc-status": 400 }],
    ["no request at all", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "-" 408 0 "-" "-"', { "cs-method": undefined, "cs-uri": undefined, "sc-status": 408 }],
    ["a blank in the target", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /a?b=1 or 1=1 HTTP/1.1" 200 1', { "cs-uri-query": "b=1 or 1=1" }],
    ["an absolute target", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET http://evil.example/a?b=c HTTP/1.1" 200 1', { "cs-host": "evil.example", "cs-uri-stem": "/a" }],
    ["CONNECT", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "CONNECT evil.example:25 HTTP/1.1" 405 1', { "cs-method": "CONNECT", "cs-uri": "evil.example:25" }],
    ["what containers write around a line", '2025-10-10T20:55:36.123456789Z stdout F 203.0.113.9 - - [10/Oct/2025:20:55:36 +0000] "GET /a?b=c HTTP/1.1" 200 1', usual],
    ["Docker's JSON around a line", JSON.stringify({ log: '203.0.113.9 - - [10/Oct/2025:20:55:36 +0000] "GET /a?b=c HTTP/1.1" 200 1\n', stream: "stdout", time: "2025-10-10T20:55:36Z" }), usual],
    ["Traefik", '203.0.113.9 - - [10/Oct/2025:20:55:36 +0000] "GET /a?b=c HTTP/1.1" 200 1 "-" "x" 17 "web@docker" "http://10.0.0.2:80" 12ms', { ...usual, "time-taken": 12 }],
    ["HAProxy", 'haproxy[14389]: 203.0.113.9:33317 [10/Oct/2025:20:55:36.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {shop.example} {} "GET /a?b=c HTTP/1.1"', { ...usual, "time-taken": 109, "sc-bytes": 2750 }],
    ["Envoy", '[2025-10-10T20:55:36.310Z] "GET /a?b=c HTTP/2" 200 - 154 1042 226 100 "198.51.100.7,203.0.113.9" "nsq2http" "cc21d9b0" "shop.example" "10.0.2.1:80"', { ...usual, "cs-host": "shop.example", "time-taken": 226, "sc-bytes": 1042, xff: "198.51.100.7,203.0.113.9" }],
    ["Istio", '[2025-10-10T20:55:36.310Z] "GET /a?b=c HTTP/1.1" 200 - via_upstream - "-" 0 1042 26 25 "-" "curl/8" "cc21d9b0" "shop.example" "10.0.2.1:80" inbound|80|| 127.0.0.6:1 10.0.2.1:80 203.0.113.9:5000 - default', { ...usual, "sc-bytes": 1042 }],
    ["AWS load balancer", 'https 2025-10-10T20:55:36.186641Z app/my-lb/50dc 203.0.113.9:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 57 "GET https://shop.example:443/a?b=c HTTP/1.1" "curl/7.46.0" ECDHE TLSv1.2 arn "Root=1" "shop.example" "arn"', { ...usual, "time-taken": 171 }],
    ["Nginx Proxy Manager", '[10/Oct/2025:20:55:36 +0000] - 200 200 - GET https shop.example "/a?b=c" [Client 203.0.113.9] [Length 62] [Gzip -] [Sent-to 10.0.0.1] "curl/8" "-"', { ...usual, "cs-host": "shop.example", "sc-bytes": 62 }],
    ["Caddy", JSON.stringify({ level: "info", ts: 1760129736.5, logger: "http.log.access", msg: "handled request", request: { remote_ip: "203.0.113.9", proto: "HTTP/2.0", method: "GET", host: "shop.example", uri: "/a?b=c", headers: { "User-Agent": ["curl/8"] } }, duration: 0.25, size: 12, status: 200 }), { ...usual, "cs-user-agent": "curl/8", "time-taken": 250, "sc-bytes": 12 }],
    ["Traefik as JSON", JSON.stringify({ ClientHost: "203.0.113.9", DownstreamStatus: 200, DownstreamContentSize: 12, Duration: 250_000_000, RequestMethod: "GET", RequestPath: "/a?b=c", RequestHost: "shop.example", StartUTC: "2025-10-10T20:55:36.5Z", "request_User-Agent": "curl/8", RouterName: "web" }), { ...usual, "time-taken": 250 }],
    ["nginx as JSON", JSON.stringify({ time_iso8601: "2025-10-10T20:55:36+00:00", remote_addr: "203.0.113.9", request: "GET /a?b=c HTTP/1.1", status: "200", body_bytes_sent: "12", request_time: "0.250", http_user_agent: "curl/8" }), { ...usual, "time-taken": 250 }],
  ])("%s", (_case, line, fields) => {
    expect(accessLog.recognises(line)).toBe(true);
    const event = one(line);
    expect(event.isTimed).toBe(true);
    for (const [name, value] of Object.entries(fields)) expect([name, event.fields[name]]).toEqual([name, value]);
  });

  it("W3C logs say their columns first", () => {
    const { events, rejects } = decode(["#Software: Microsoft Internet Information Services 10.0", "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-win32-status time-taken", "2025-10-10 20:55:36 10.0.0.1 GET /a b=c 443 - 203.0.113.9 curl/8+(x) 200 0 15"]);
    expect(rejects).toEqual([]);
    expect(events[0]).toMatchObject({ at: Date.UTC(2025, 9, 10, 20, 55, 36), logsource: { category: "webserver", product: "iis" }, fields: { ...usual, "cs-user-agent": "curl/8 (x)", "time-taken": 15 } });
  });

  it("times carry their offset", () => {
    expect(one('203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET / HTTP/1.0" 200 1').at).toBe(Date.UTC(2025, 9, 10, 20, 55, 36));
  });

  it("the product is what the line tells, else the setting, else unknown", () => {
    const plain = '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET / HTTP/1.0" 200 1';
    expect([one(plain).logsource, one(plain, { product: "nginx" }).logsource, one(plain.replace("GET /", 'GET /\\"')).logsource]).toEqual([{ category: "webserver" }, { category: "webserver", product: "nginx" }, { category: "webserver", product: "apache" }]);
  });

  it("a forwarded address is the client's only when asked for", () => {
    const line = '10.0.0.5 - - [10/Oct/2025:13:55:36 -0700] "GET / HTTP/1.0" 200 1 "-" "x" "198.51.100.7, 10.0.0.9"';
    expect([one(line).fields["c-ip"], one(line, { client: "forwarded" }).fields["c-ip"]]).toEqual(["10.0.0.5", "198.51.100.7"]);
  });

  it("error logs are no requests to count, and tell what the access log does not", () => {
    expect(one('2025/10/10 20:55:36 [error] 12#12: *3 limiting requests, excess: 5.4 by zone "a", client: 203.0.113.9, server: _, request: "GET /a?b=c HTTP/1.1", host: "shop.example"')).toMatchObject({ logsource: { service: "error", product: "nginx" }, fields: { "c-ip": "203.0.113.9", "cs-method": "GET", "cs-uri-query": "b=c", "cs-host": "shop.example", level: "error" } });
    expect(one("[Fri Oct 10 20:55:36.203277 2025] [core:error] [pid 7:tid 1] [client 203.0.113.9:14532] AH00126: Invalid URI in request GET /a?b=c HTTP/1.1")).toMatchObject({ at: Date.UTC(2025, 9, 10, 20, 55, 36, 203), logsource: { service: "error", product: "apache" }, fields: { "c-ip": "203.0.113.9", "cs-uri": "/a?b=c" } });
  });
});

describe("runtime/decoders/access-log: what a line may be", () => {
  it("what is no access log is refused with its place, and its neighbours are read", () => {
    const { events, rejects } = decode(["hello", '203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET / HTTP/1.0" 200 1', "{}"]);
    expect([events.length, rejects.map(({ at }) => at)]).toEqual([1, ["line 1", "line 3"]]);
  });

  it("a field of a megabyte is cut with a mark", () => {
    const uri = String(one(`203.0.113.9 - - [10/Oct/2025:13:55:36 -0700] "GET /${"x".repeat(1_000_000)} HTTP/1.1" 414 1`).fields["cs-uri"]);
    expect(uri).toHaveLength(65_536 + "[\u2026 934465 characters more]".length);
    expect(uri).toMatch(/\[\u2026 934465 characters more\]$/);
  });

  it("its canary is read by itself, with the token where rules see it", () => {
    const event = one(accessLog.canary("aftwatch-canary-0123", receivedAt));
    expect([event.at, JSON.stringify(event.fields).includes("aftwatch-canary-0123")]).toEqual([receivedAt, true]);
  });

  it("no line throws, and every line is an event, a refusal or a comment", () => {
    const parts = fc.constantFrom("203.0.113.9", "-", "[10/Oct/2025:13:55:36 -0700]", "[", "]", '"', '"GET /%00\\x HTTP/1.1"', "200", "\\", "{", "}", '{"log":', "#Fields: a b", "\0", "\ud800", "2025/10/10 20:55:36 [error] 1#1: ", "[2025-10-10T20:55:36.310Z]", "{a}");
    const line = fc.array(fc.oneof(parts, fc.string({ unit: "binary", maxLength: 8 })), { maxLength: 24 }).map((words) => words.join(" "));
    fc.assert(fc.property(line, (text) => {
      const { events, rejects } = decode([text]);
      accessLog.recognises(text);
      expect(events.length + rejects.length).toBeLessThanOrEqual(1);
      if (events.length + rejects.length === 0) expect(/^\s*(?:#|$)/.test(text)).toBe(true);
      for (const event of events) expect(JSON.stringify(event.fields).includes("\\u0000")).toBe(false);
    }), { numRuns: 3000 });
  });
});
