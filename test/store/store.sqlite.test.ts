// The store on SQLite: the suites, and what only a directory can do: be locked, and be copied while it is written.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../../src/kernel/clock.ts";
import { verifyChain } from "../../src/ledger/fact.ts";
import { databaseFile, openStore } from "../../src/store/store.ts";
import { describeDast } from "./dast.suite.ts";
import { describeDetections } from "./detections.suite.ts";
import { describeIncidentLives } from "./incident-lives.suite.ts";
import { describeIncidents } from "./incidents.suite.ts";
import { describeAlertStore } from "./alert-store.suite.ts";
import { describeAlertProfileStore } from "./alert-profile.suite.ts";
import { describeOncallStore } from "./oncall.suite.ts";
import { describePlaybookStore } from "../../src/store/playbook-store.suite.ts";
import { describeLoaded } from "./loaded.suite.ts";
import { describeLedger } from "./ledger.suite.ts";
import { describeResponse } from "./response.suite.ts";
import { describeStore } from "./store.suite.ts";
import { emptyFolder, openUnderTest, sqliteGround, startAt } from "./store-under-test.ts";
import { describeViews } from "./views.suite.ts";

const ground = (): typeof sqliteGround => sqliteGround;
describeStore("SQLite", ground);
describeLedger("SQLite", ground);
describeLoaded("SQLite", ground);
describeDast("SQLite", ground);
describeAlertStore("SQLite", ground);
describeIncidents("SQLite", ground);
describeDetections("SQLite", ground);
describeIncidentLives("SQLite", ground);
describeViews("SQLite", ground);
describeResponse("SQLite", ground);
describeAlertProfileStore("SQLite", ground);
describeOncallStore("SQLite", ground);
describePlaybookStore("SQLite", () => openUnderTest(sqliteGround));

describe("SQLite: backup", () => {
  it("a copy taken while facts are written is whole, and opens as a store", async () => {
    const { store, close } = await openUnderTest(sqliteGround);
    const directory = emptyFolder();
    let isDone = false;
    const writing = (async () => {
      for (let index = 0; !isDone || index < 200; index++) await store.write(({ ledger }) => ledger.append("o", [{ kind: "a.b", subject: String(index), actor: "t", body: { text: "x".repeat(2000) } }]));
    })();
    const { bytes } = await store.backup(databaseFile(directory)).finally(() => { isDone = true; });
    await writing;
    const written = (await store.read.ledger.head("o")).seq;
    const copy = await openStore({ kind: "sqlite", directory }, fakeClock(startAt));
    const verdict = await verifyChain(copy.read.ledger.entries("o", 0), await copy.read.ledger.head("o"));
    expect([bytes > 0, verdict.kind, verdict.kind === "whole" && verdict.entries <= written]).toEqual([true, "whole", true]);
    await copy.close();
    await close();
    rmSync(directory, { recursive: true });
  });
});

describe("SQLite: backup and transactions", () => {
  it("a copy taken in the middle of a transaction holds nothing of it", async () => {
    const { store, close } = await openUnderTest(sqliteGround);
    const directory = emptyFolder();
    await store.write(({ settings }) => settings.put("o", "n", "committed", 1));
    await store.write(async ({ settings }) => {
      await settings.put("o", "n", "not yet", 2);
      await store.backup(databaseFile(directory));
    });
    const copy = await openStore({ kind: "sqlite", directory }, fakeClock(startAt));
    expect(await copy.read.settings.find("o", "n")).toEqual({ value: "committed", version: 1 });
    await copy.close();
    await close();
    rmSync(directory, { recursive: true });
  });
});

describe("SQLite: src/store/lock.ts", () => {
  it("a second server in the same directory is told who has it, and comes in once that one has closed", async () => {
    const { store, place } = await openUnderTest(sqliteGround);
    await expect(openStore(place, fakeClock(startAt))).rejects.toMatchObject({ code: "store.locked", detail: expect.stringContaining(`process ${process.pid}`) as string });
    expect(await store.ready()).toBe(true);
    await store.close();
    await (await openStore(place, fakeClock(startAt))).close();
    await sqliteGround.remove(place);
  });

  it("a server that was killed without a chance to clean up holds nothing, and what it had committed is there", async () => {
    const directory = emptyFolder();
    const script = `
      const { openStore } = await import(${JSON.stringify(new URL("../../src/store/store.ts", import.meta.url).href)});
      const store = await openStore({ kind: "sqlite", directory: ${JSON.stringify(directory)} }, { now: () => 1 });
      await store.write(({ settings }) => settings.put("o", "n", "kept", 1));
      process.stdout.write("open");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    await expect(openStore({ kind: "sqlite", directory }, fakeClock(startAt))).rejects.toMatchObject({ code: "store.locked", detail: expect.stringContaining(`process ${child.pid}`) as string });
    child.kill("SIGKILL");
    await once(child, "exit");
    const store = await openStore({ kind: "sqlite", directory }, fakeClock(startAt));
    expect(await store.read.settings.find("o", "n")).toMatchObject({ value: "kept" });
    await store.close();
    rmSync(directory, { recursive: true });
  });
});
