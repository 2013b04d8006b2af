// What an event adds to which series.
import { describe, expect, it } from "vitest";
import type { Fields, LogSource, RuntimeEvent } from "../event.ts";
import { amountsOf } from "./series.ts";

const event = (fields: Fields, logsource: LogSource = {}): RuntimeEvent => ({ id: undefined, at: 0, isTimed: true, decoder: "test", logsource, origin: {}, fields, raw: "" });
const web: LogSource = { category: "webserver" };

describe("runtime/rates/series", () => {
  it.each([
    ["any event counts as one", event({}), { events: 1 }],
    ["a request with its bytes", event({ "sc-status": "200", "sc-bytes": "512" }, web), { events: 1, requests: 1, errors: 0, "bytes-out": 512 }],
    ["a server error", event({ "sc-status": 503 }, web), { events: 1, requests: 1, errors: 1 }],
    ["a client error is no server error", event({ "sc-status": 404 }, web), { events: 1, requests: 1, errors: 0 }],
    ["bytes that are no number count nothing", event({ "sc-status": "200", "sc-bytes": "-" }, web), { events: 1, requests: 1, errors: 0 }],
    ["a failed login", event({ outcome: "failure" }), { events: 1, "logins-failed": 1 }],
    ["a login that succeeds keeps the series known", event({ outcome: "success" }), { events: 1, "logins-failed": 0 }],
  ])("%s", (_claim, given, wanted) => {
    expect(Object.fromEntries(amountsOf(given).map(({ series, amount }) => [series, amount]))).toEqual(wanted);
  });
});
