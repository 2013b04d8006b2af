// Rows of modified_id.csv and what changed since a mark: ties, late rows and rows from the future.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesSince, surveyOf } from "./changes.ts";
import type { Changes } from "./changes.ts";
import { csvRows, rowOf } from "./csv.ts";
import type { CsvRow } from "./csv.ts";
import type { Mark } from "./cursor.ts";

async function* bytesOf(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function rowsOf(text: string): Promise<readonly CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const batch of csvRows(bytesOf(text), "file:///m.csv")) rows.push(...batch);
  return rows;
}
const iso = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const now = Date.UTC(2026, 0, 2);
const changes = (rows: readonly string[], since?: Mark, at = now): Promise<Changes> => changesSince(csvRows(bytesOf(rows.join("\n")), "file:///m.csv"), since, at);
const textsOf = ({ rows }: Changes): readonly string[] => rows.map(({ text }) => text);

describe("advisories/feeds/osv/csv", () => {
  it("reads rows across chunks, line ends and blank lines", async () => {
    expect(await rowsOf(`${iso(1)},Red Hat/RHSA-2024:1\r\n\r\n${iso(0)},[EMPTY]/OSV-1`)).toEqual([
      { kind: "row", at: Date.parse(iso(1)), ecosystem: "Red Hat", id: "RHSA-2024:1", text: `${iso(1)},Red Hat/RHSA-2024:1` },
      { kind: "row", at: Date.parse(iso(0)), ecosystem: "[EMPTY]", id: "OSV-1", text: `${iso(0)},[EMPTY]/OSV-1` },
    ]);
  });

  it("a zero time is older than everything", () => { expect(rowOf("0001-01-01T00:00:00Z,DHI/X-1", 1)).toMatchObject({ kind: "row", at: -Infinity }); });

  it.each(["id,modified", "soon,npm/X-1", `${iso(0)},npm`, `${iso(0)},../X-1`, `${iso(0)},npm/../../X`, `${iso(0)},/X-1`, ""])("%j is unreadable, with its line", (text) => {
    expect(rowOf(text, 7)).toEqual({ kind: "unreadable", line: 7, text });
  });
});

describe("advisories/feeds/osv/changes", () => {
  it("stops at the first row before the mark", async () => {
    const found = await changes([`${iso(60)},npm/C-1`, `${iso(30)},npm/B-1`, `${iso(0)},npm/A-1`], { at: Date.parse(iso(20)), known: [] });
    expect(textsOf(found)).toEqual([`${iso(60)},npm/C-1`, `${iso(30)},npm/B-1`]);
    expect(found.mark).toEqual({ at: Date.parse(iso(45)), known: [`${iso(60)},npm/C-1`] });
  });

  it("equal times: the row that is known is passed over, the one beside it is not", async () => {
    const first = await changes([`${iso(30)},npm/A-1`]);
    expect(textsOf(await changes([`${iso(30)},npm/B-1`, `${iso(30)},npm/A-1`], first.mark))).toEqual([`${iso(30)},npm/B-1`]);
  });

  it("a row that appears late, but within the overlap, is found", async () => {
    const first = await changes([`${iso(30)},npm/A-1`]);
    expect(textsOf(await changes([`${iso(30)},npm/A-1`, `${iso(20)},npm/L-1`], first.mark))).toEqual([`${iso(20)},npm/L-1`]);
  });

  it("a row from the future is fetched once and hides nothing after it", async () => {
    const future = "2027-07-09T00:00:00Z,PyPI/F-1";
    const first = await changes([future, `${iso(30)},npm/A-1`]);
    expect(first.upTo).toBe(Date.parse(iso(30)));
    const second = await changes([future, `${iso(31)},npm/B-1`, `${iso(30)},npm/A-1`], first.mark);
    expect(textsOf(second)).toEqual([`${iso(31)},npm/B-1`]);
    const arrived = await changes([future, `${iso(31)},npm/B-1`], second.mark, Date.UTC(2028, 0));
    expect(textsOf(arrived)).toEqual([]);
  });

  it("two changes within one millisecond are two rows", async () => {
    const first = await changes(["2026-01-01T00:00:00.000001Z,npm/A-1"]);
    expect(textsOf(await changes(["2026-01-01T00:00:00.000002Z,npm/A-1"], first.mark))).toEqual(["2026-01-01T00:00:00.000002Z,npm/A-1"]);
  });

  it("more rows than are remembered: the mark moves up, and what it leaves open is fetched twice rather than missed", async () => {
    const rows = Array.from({ length: 1500 }, (_, at) => `${iso(30)},npm/A-${at}`);
    const first = await changes(rows);
    expect(first.mark.known).toHaveLength(1000);
    expect(new Set([...first.mark.known, ...textsOf(await changes(rows, first.mark))])).toEqual(new Set(rows));
  });

  it("polling at any moments sees every row that is not more than the overlap late", async () => {
    const event = fc.record({ minute: fc.nat(90), lateBy: fc.nat(14), id: fc.nat(30) });
    await fc.assert(fc.asyncProperty(fc.array(event, { maxLength: 25 }), fc.array(fc.nat(110), { maxLength: 6 }), async (events, polls) => {
      const seen = new Set<string>();
      let mark: Mark | undefined;
      for (const poll of [...polls.toSorted((a, b) => a - b), 120]) {
        const listed = events.filter(({ minute, lateBy }) => minute + lateBy <= poll).toSorted((a, b) => b.minute - a.minute);
        if (listed.length === 0) continue;
        const found = await changes(listed.map(({ minute, id }) => `${iso(minute)},npm/A-${id}`), mark, Date.parse(iso(poll)));
        for (const text of textsOf(found)) seen.add(text);
        mark = found.mark;
      }
      for (const { minute, id } of events) expect(seen).toContain(`${iso(minute)},npm/A-${id}`);
    }), { numRuns: 200 });
  });

  it("a survey counts the chosen ecosystems and reaches to the newest honest time", async () => {
    const rows = ["2027-01-01T00:00:00Z,npm/F-1", `${iso(3)},npm/A-1`, `${iso(1)},Go/B-1`, "not a row"];
    expect(await surveyOf(csvRows(bytesOf(rows.join("\n")), "file:///m.csv"), (ecosystem) => ecosystem === "npm", now)).toEqual({ upTo: Date.parse(iso(3)), total: 2 });
  });
});
