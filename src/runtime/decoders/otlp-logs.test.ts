// OTLP logs: attributes as fields and origin, bodies of any kind, and other senders' events inside them.
import { describe, expect, it } from "vitest";
import { falcoAlert, otlpRequest } from "../decoder-seeds.sample.ts";
import { contextOf } from "../decoder.suite.ts";
import { openSession } from "../framing.ts";
import { anyValue, otlpLogs } from "./otlp-logs.ts";

const decode = (record: unknown) => openSession(otlpLogs, contextOf()).push(record, "/");
const pair = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const shop = { service: "shop", version: "2.4.1", namespace: "prod", pod: "shop-7d9f8b6c5-x2x4z", workload: "shop", workloadKind: "Deployment", image: "registry.example/shop", environment: "production" };

describe("runtime/decoders/otlp-logs", () => {
  it("resource attributes say where, the record says when and how bad", () => {
    const [event] = decode(otlpRequest({ stringValue: "login failed" })).events;
    expect(event).toMatchObject({ at: 1_795_348_799_000, origin: shop, logsource: { category: "application", service: "shop" }, fields: { message: "login failed", body: "login failed", severityText: "WARN", traceId: "5b8efff798038103d269b633813fc60c", "service.name": "shop" } });
    expect(event?.id).toMatch(/^sha256:/);
  });

  it("http.* and url.* are a web request, decoded as rules see it", () => {
    const [event] = decode(otlpRequest({ stringValue: "request" }, [pair("http.request.method", "GET"), pair("url.path", "/a"), pair("url.query", "q=%27%20or%201"), pair("client.address", "203.0.113.9"), { key: "http.response.status_code", value: { intValue: "500" } }])).events;
    expect(event).toMatchObject({ logsource: { category: "webserver" }, fields: { "cs-method": "GET", "cs-uri-stem": "/a", "cs-uri-query": "q=%27%20or%201", "request-decoded": "/a?q=' or 1", "c-ip": "203.0.113.9", "sc-status": 500 } });
  });

  it.each([
    ["an access-log line", { stringValue: "203.0.113.9 - - [22/Nov/2026:11:00:00 +0000] \"GET /x?y HTTP/1.1\" 404 1 \"-\" \"nikto\"" }, "access-log", { "cs-uri-stem": "/x", "cs-user-agent": "nikto" }],
    ["Falco's JSON", { stringValue: JSON.stringify(falcoAlert) }, "falco", { Image: "/usr/bin/bash" }],
    ["Falco's JSON as a structure", { kvlistValue: { values: [pair("rule", "R"), pair("output", "o"), pair("priority", "Error"), { key: "output_fields", value: { kvlistValue: { values: [pair("proc.cmdline", "id")] } } }] } }, "falco", { CommandLine: "id" }],
    ["a syslog line", { stringValue: "Nov 22 11:00:00 h sshd[8]: Failed password for ann from 203.0.113.9 port 4 ssh2" }, "syslog", { User: "ann" }],
  ])("a body that is %s is read by its decoder, and placed by the resource", (_case, body, decoder, fields) => {
    const { events, rejects } = decode(otlpRequest(body));
    expect(rejects).toEqual([]);
    expect(events[0]).toMatchObject({ decoder, fields, origin: { service: "shop", version: "2.4.1" } });
    expect(events[0]?.id).toBeDefined();
  });

  it("lines of auditd in several records join into one event, placed by their resource", () => {
    const session = openSession(otlpLogs, contextOf());
    const line = (text: string) => session.push(otlpRequest({ stringValue: text }), "line 1").events;
    const first = [...line("type=SYSCALL msg=audit(1795348799.123:9): arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 auid=0 uid=0 comm=\"id\" exe=\"/usr/bin/id\" key=(null)"), ...line("type=EXECVE msg=audit(1795348799.123:9): argc=2 a0=\"id\" a1=\"-a\"")];
    const events = [...first, ...session.end().events];
    expect(events.map(({ decoder, fields, origin }) => [decoder, fields["CommandLine"], origin.service])).toEqual([["auditd", "id -a", "shop"]]);
  });

  it("snake_case, bare ResourceLogs' older names and a record that is none are dealt with by themselves", () => {
    const record = { time_unix_nano: "1795348799000000001", body: { string_value: "hi" } };
    expect(decode({ resource_logs: [{ resource: {}, scope_logs: [{ log_records: [record] }] }] }).events[0]?.fields["message"]).toBe("hi");
    const { events, rejects } = decode({ resourceLogs: [{ scopeLogs: [{ logRecords: [7, { body: { stringValue: "a" } }] }] }, null] });
    expect([events.length, rejects.map(({ at }) => at)]).toEqual([1, ["/resourceLogs/0/scopeLogs/0/logRecords/0", "/resourceLogs/1"]]);
  });

  it.each([
    [{ intValue: "42" }, 42], [{ intValue: "9223372036854775807" }, "9223372036854775807"], [{ boolValue: false }, false], [{ doubleValue: 1.5 }, 1.5], [{ stringValue: "" }, ""], [{ arrayValue: { values: [{ intValue: 1 }] } }, [1]], [{ kvlistValue: { values: [pair("__proto__", "x")] } }, JSON.parse("{\"__proto__\":\"x\"}")], ["plain", "plain"],
  ])("the value %j is %j", (value, expected) => { expect(anyValue(value as never)).toEqual(expected); });
});
