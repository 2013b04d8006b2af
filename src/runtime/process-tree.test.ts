// The lineage of a process: out of what was seen, and where nothing was seen out of what the event says.
import { describe, expect, it } from "vitest";
import type { RuntimeEvent } from "./event.ts";
import { createProcessTable } from "./process-tree.ts";

const began = (pid: number, parent: number | undefined, image: string, more: Partial<RuntimeEvent> = {}): RuntimeEvent => ({ id: undefined, at: pid, isTimed: true, decoder: "d", logsource: { category: "process_creation" }, origin: { host: "h" }, fields: { ProcessId: pid, ...(parent === undefined ? {} : { ParentProcessId: parent }), Image: image }, raw: "", ...more });
const withGuid = (guid: string, parent: string | undefined, image: string): RuntimeEvent => ({ ...began(1, undefined, image), fields: { ProcessGuid: guid, ...(parent === undefined ? {} : { ParentProcessGuid: parent }), Image: image } });

describe("runtime/process-tree", () => {
  it("names the ancestors, the nearest first", () => {
    const table = createProcessTable();
    for (const event of [began(1, undefined, "/init"), began(20, 1, "/usr/bin/node"), began(300, 20, "/bin/sh")]) table.note(event);
    expect(table.lineage(began(4000, 300, "/usr/bin/curl")).map(({ image, pid }) => [image, pid])).toEqual([["/usr/bin/curl", "4000"], ["/bin/sh", "300"], ["/usr/bin/node", "20"], ["/init", "1"]]);
  });

  it("a sensor's own ids count before numbers, which are used again", () => {
    const table = createProcessTable();
    for (const event of [withGuid("a", undefined, "/one"), withGuid("b", "a", "/two")]) table.note(event);
    expect(table.lineage(withGuid("c", "b", "/three")).map(({ id }) => id)).toEqual(["c", "b", "a"]);
    table.note(began(7, undefined, "/old"));
    table.note(began(7, undefined, "/new"));
    expect(table.lineage(began(8, 7, "/x"))[1]?.image).toBe("/new");
  });

  it("the same number on another host is another process", () => {
    const table = createProcessTable();
    table.note(began(7, undefined, "/there", { origin: { host: "other" } }));
    expect(table.lineage(began(8, 7, "/x"))).toHaveLength(1);
  });

  it("what the event says of its parent counts where the parent was not seen", () => {
    const event = began(8, 7, "/x");
    expect(createProcessTable().lineage({ ...event, fields: { ...event.fields, ParentImage: "/told", ParentCommandLine: "told -x" } }).map(({ image, commandLine }) => [image, commandLine])).toEqual([["/x", undefined], ["/told", "told -x"]]);
  });

  it("a loop of parents, or a process that is its own, ends; so does a lineage of thousands", () => {
    const table = createProcessTable();
    for (const event of [withGuid("a", "b", "/a"), withGuid("b", "a", "/b"), withGuid("s", "s", "/s")]) table.note(event);
    expect(table.lineage(withGuid("a", "b", "/a")).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(table.lineage(withGuid("s", "s", "/s"))).toHaveLength(1);
    for (let pid = 1; pid < 5000; pid++) table.note(began(pid, pid - 1, `/${pid}`));
    expect(table.lineage(began(5000, 4999, "/last"))).toHaveLength(16);
  });

  it("remembers so many and no more: those seen longest ago go first", () => {
    const table = createProcessTable(3);
    for (const pid of [1, 2, 3, 1, 4]) table.note(began(pid, undefined, `/${pid}`));
    expect([1, 2, 3, 4].map((parent) => table.lineage(began(9, parent, "/x")).length)).toEqual([2, 1, 2, 2]);
  });

  it("what is no process has no lineage; what is too long is cut", () => {
    const table = createProcessTable();
    expect(table.lineage({ ...began(1, undefined, "/x"), fields: { message: "hello" } })).toEqual([]);
    expect(table.lineage(began(1, undefined, "/".repeat(10_000)))[0]?.image).toHaveLength(2000);
  });
});
