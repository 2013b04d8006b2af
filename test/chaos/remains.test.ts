// The chaos script can fail: each kind of loss, planted, is found and named.
import { describe, expect, it } from "vitest";
import { systemClock } from "../../src/kernel/clock.ts";
import { openSqliteFile } from "../../src/store/sqlite.ts";
import { databaseFile, openStore } from "../../src/store/store.ts";
import { inTemporaryFolder } from "../bench/temporary-folder.ts";
import { lookAt, org } from "./remains.ts";
import { differences } from "./whole-state.ts";

const said = { service: "service-0", version: "1.0.0", owner: "team-0" };
const lost = [
  ["an acknowledged SBOM that is not there", { acknowledged: [{ ...said, kind: "sbom", text: "", digest: "sha256:0", components: 1 }] }, /SBOM of service-0 1\.0\.0 was acknowledged and is lost/],
  ["an acknowledged deployment that is not there", { acknowledged: [{ ...said, kind: "deployment", endpoint: "service-0-a", at: 0 }] }, /deployment of service-0 1\.0\.0 on service-0-a was acknowledged and is lost/],
  ["a delivery that was there before", { before: new Set(["dlv_1"]) }, /delivery dlv_1 is gone/],
  ["a message that the outbox does not know", { received: [{ method: "POST", path: "/", headers: { "webhook-id": "msg_1" }, body: "" }] }, /arrived under msg_1, which the outbox does not know/],
  ["a ledger entry that was changed", { harm: "update ledger set actor = 'nobody' where seq = 1" }, /ledger is broken at 1: hash/],
  ["a ledger that lost its end", { harm: "delete from ledger where seq = 2" }, /ledger is broken at 2: head/],
] as const;

describe("test/chaos/remains.ts", () => {
  it("an untouched store has nothing wrong with it", async () => {
    expect(await wrongAfter({})).toEqual([]);
  });

  it.each(lost)("finds %s", async (_what, planted, sentence) => {
    expect(await wrongAfter(planted)).toEqual([expect.stringMatching(sentence)]);
  });

  it("names a directory that another process holds", async () => {
    await inTemporaryFolder("aftwatch-remains", async (directory) => {
      const holder = await openStore({ kind: "sqlite", directory }, systemClock);
      try { expect((await lookAt(directory, [], new Set(), [])).wrong).toEqual([expect.stringMatching(/cannot be opened/)]); } finally { await holder.close(); }
    });
  });
});

interface Planted { acknowledged?: Parameters<typeof lookAt>[1]; before?: ReadonlySet<string>; received?: Parameters<typeof lookAt>[3]; harm?: string }

/** A store with two facts, harmed as told. */
const wrongAfter = ({ acknowledged = [], before = new Set(), received = [], harm }: Planted): Promise<readonly string[]> => inTemporaryFolder("aftwatch-remains", async (directory) => {
  const store = await openStore({ kind: "sqlite", directory }, systemClock);
  const fact = { kind: "service.made", subject: "svc_1", actor: "host", body: {} };
  await store.write((ports) => ports.ledger.append(org, [fact, fact]));
  await store.close();
  if (harm !== undefined) {
    const database = openSqliteFile(databaseFile(directory));
    database.exec(harm);
    database.close();
  }
  return (await lookAt(directory, acknowledged, before, received)).wrong;
});

describe("test/chaos/whole-state.ts", () => {
  it.each([
    ["equal states do not differ", ["a"], ["a"], []],
    ["a row that is missing", [], ["a"], [/findings: 1 missing, 0 too many, e\.g\. a/]],
    ["a row that is too many", ["a", "b"], ["a"], [/findings: 0 missing, 1 too many, e\.g\. b/]],
  ])("%s", (_what, disturbed, undisturbed, expected) => {
    const state = (lines: readonly string[]) => new Map([["findings", new Set(lines)]]);
    expect(differences(state(disturbed), state(undisturbed))).toEqual(expected.map((sentence) => expect.stringMatching(sentence)));
  });
});
