// Who did it, by the kind of event.
import { describe, expect, it } from "vitest";
import { actorOf } from "./actor.ts";
import type { Fields, LogSource, RuntimeEvent } from "./event.ts";

const event = (fields: Fields, logsource: LogSource = {}): RuntimeEvent => ({ id: undefined, at: 0, isTimed: true, decoder: "ndjson", logsource, origin: {}, fields, raw: "" });

describe("runtime/actor", () => {
  it.each([
    ["a request is its client's, whoever is logged in", { "c-ip": "203.0.113.9", User: "bob" }, { category: "webserver" }, "ip:203.0.113.9"],
    ["a login is the address's", { SourceIp: "203.0.113.9", User: "root", outcome: "failure" }, { category: "authentication" }, "ip:203.0.113.9"],
    ["a login on the console is the account's", { User: "root", outcome: "failure" }, { category: "authentication" }, "user:root"],
    ["a process is who logged in, not who it runs as", { User: "root", LoginUser: "bob" }, { category: "process_creation" }, "user:bob"],
    ["a connection out is the process's, not the other end's", { Initiated: "true", SourceIp: "10.0.0.1", User: "www-data" }, { category: "network_connection" }, "user:www-data"],
    ["cloud calls are the identity's", { userIdentity: { arn: "arn:aws:iam::1:user/eve" }, sourceIPAddress: "203.0.113.9" }, { product: "aws" }, "user:arn:aws:iam::1:user/eve"],
    ["cloud logins are the address's", { eventName: "ConsoleLogin", userIdentity: { userName: "eve" }, sourceIPAddress: "203.0.113.9" }, { product: "aws" }, "ip:203.0.113.9"],
    ["nobody logged in to the cluster: the last address", { user: { username: "system:anonymous" }, sourceIPs: ["192.0.2.1", "203.0.113.9"] }, { service: "audit" }, "ip:203.0.113.9"],
    ["nobody", { message: "link is up" }, {}, undefined],
  ])("%s", (_case, fields, logsource, actor) => {
    expect(actorOf(event(fields as Fields, logsource))).toBe(actor);
  });
});
