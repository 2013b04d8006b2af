// The common names of the place among an event's fields.
import { describe, expect, it } from "vitest";
import { placed } from "./decoding-place.ts";

describe("runtime/decoding-place", () => {
  it.each([
    ["all of it", { a: 1 }, { host: "h", containerId: "c", namespace: "n", pod: "p" }, { a: 1, "host.name": "h", "container.id": "c", "k8s.namespace.name": "n", "k8s.pod.name": "p" }],
    ["what is not known is not there", { a: 1 }, {}, { a: 1 }],
    ["a process on a host nobody told", { ProcessId: "7", Image: "/bin/sh" }, {}, { ProcessId: "7", Image: "/bin/sh", "host.name": "" }],
    ["a child of one", { ParentProcessId: "7" }, {}, { ParentProcessId: "7", "host.name": "" }],
    ["the sender's own name of the host stays where the origin has none", { Image: "x", "host.name": "own" }, {}, { Image: "x", "host.name": "own" }],
    ["the envelope's word comes after the empty one", { Image: "x", "host.name": "" }, { host: "h" }, { Image: "x", "host.name": "h" }],
  ])("%s", (_case, fields, origin, expected) => { expect(placed({ ...fields }, origin)).toEqual(expected); });
});
