// rpm's database in its formats: the same packages out of each, and nothing worse than a reject out of damaged ones.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bufferReader } from "../../../kernel/zip.ts";
import { extracted, owned } from "../../extractor.suite.ts";
import type { Tree } from "../../extractor.suite.ts";
import { ndbBlobs } from "./ndb.ts";
import { rpm } from "./rpm.ts";
import { sqliteBlobs } from "./sqlite.ts";
import { writeNdb } from "./rpm.fixtures/write-ndb.ts";

const fixture = (name: string): Buffer => gunzipSync(readFileSync(new URL(`rpm.fixtures/${name}`, import.meta.url)));
const sqlite = fixture("rpmdb.sqlite.gz");
const blobs = [...sqliteBlobs(bufferReader(sqlite), undefined, "Packages")].map(({ bytes }) => bytes);
const ndb = writeNdb(blobs);
const berkeley = fixture("berkeley.gz");

const rhel = { "/etc/os-release": 'ID="rhel"\nVERSION_ID="9.4"\n' };
const purl = (name: string): string => `pkg:rpm/redhat/${name}@1.2.3-4.el9?arch=noarch&distro=rhel-9.4&epoch=2&rpmmod=acme:rhel9:90:abc&upstream=acme-1.2.3-4.el9.src.rpm`;
const both = [purl("acme"), purl("python3-acme")];

const formats: readonly (readonly [string, Tree])[] = [
  ["SQLite", { "/var/lib/rpm/rpmdb.sqlite": sqlite }],
  ["SQLite below /usr, linked to from /var", { "/usr/lib/sysimage/rpm/rpmdb.sqlite": sqlite, "/var/lib/rpm": { link: "../../usr/lib/sysimage/rpm" } }],
  ["ndb", { "/usr/lib/sysimage/rpm/Packages.db": ndb }],
  ["Berkeley DB", { "/var/lib/rpm/Packages": berkeley }],
  ["Berkeley DB of a big-endian machine", { "/var/lib/rpm/Packages": fixture("berkeley-big-endian.gz") }],
];

describe("inventory/extractors/rpm", () => {
  it.each(formats)("%s: epoch, module and source stand in the purl", async (_name, tree) => {
    expect(await extracted(rpm, { ...rhel, ...tree })).toEqual({ purls: both, rejects: [] });
  });

  it.each(formats)("%s: files have their package", async (_name, tree) => {
    const path = "/usr/lib/python3.9/site-packages/acme-1.2.3.dist-info/METADATA";
    expect(await owned(rpm, { ...rhel, ...tree }, [path, "/usr/lib/python3.9/METADATA"])).toEqual([{ path, purl: purl("python3-acme"), origin: "vendor" }]);
  });

  it("a format that rpm was moved to hides the one that it left behind", async () => {
    expect((await extracted(rpm, { ...rhel, "/var/lib/rpm/rpmdb.sqlite": sqlite, "/var/lib/rpm/Packages": "left behind" })).rejects).toEqual([]);
  });

  it.each([["rpmdb.sqlite", sqlite], ["Packages.db", ndb], ["Packages", berkeley]])("%s cut short or emptied is rejected with its path", async (name, whole) => {
    for (const bytes of [whole.subarray(0, whole.length / 2), whole.subarray(0, 100), Buffer.alloc(0), Buffer.alloc(5000)]) {
      const { rejects } = await extracted(rpm, { [`/var/lib/rpm/${name}`]: bytes });
      expect(rejects).not.toEqual([]);
      expect(rejects[0]?.at).toContain(`/var/lib/rpm/${name}`);
    }
  });

  it.each([["rpmdb.sqlite", sqlite], ["Packages.db", ndb], ["Packages", berkeley]])("%s with any bytes changed ends, without a throw", async (name, whole) => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.oneof(fc.nat(whole.length - 1), fc.nat(600)), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 20 }), async (changes) => {
      const bytes = Buffer.from(whole);
      for (const [at, value] of changes) bytes[at] = value;
      const { purls, rejects } = await extracted(rpm, { [`/var/lib/rpm/${name}`]: bytes });
      expect(purls.length + rejects.length).toBeGreaterThanOrEqual(0);
    }), { numRuns: 60 });
  });
});

describe("inventory/extractors/rpm/sqlite", () => {
  const table = "create table Packages (hnum integer primary key autoincrement, blob blob not null)";

  /** What SQLite itself says, and what is read from the files while it holds them open. */
  function compared(write: (database: DatabaseSync) => void, walBytes = Infinity): { ours: Buffer[]; theirs: Buffer[] } {
    const folder = mkdtempSync(join(tmpdir(), "aftwatch-sqlite-"));
    const database = new DatabaseSync(join(folder, "db"));
    try {
      write(database);
      const log = readLog(join(folder, "db-wal"))?.subarray(0, walBytes);
      const ours = [...sqliteBlobs(bufferReader(readFileSync(join(folder, "db"))), log && bufferReader(log), "Packages")].map(({ bytes }) => bytes);
      return { ours, theirs: database.prepare("select blob from Packages order by hnum").all().map(({ blob }) => Buffer.from(blob as Uint8Array)) };
    } finally {
      database.close();
      rmSync(folder, { recursive: true });
    }
  }

  const readLog = (path: string): Buffer | undefined => { try { return readFileSync(path); } catch { return undefined; } };
  const fill = (database: DatabaseSync, sizes: readonly number[]): void => {
    const insert = database.prepare("insert into Packages (blob) values (?)");
    for (const [index, size] of sizes.entries()) insert.run(Buffer.alloc(size, index + 1));
  };

  it.each([[512], [4096], [65536]])("rows of every size on pages of %d bytes, as SQLite reads them", (pageBytes) => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 400, max: 600 }), fc.nat(70_000)), { maxLength: 60 }), (sizes) => {
      const { ours, theirs } = compared((database) => { database.exec(`pragma page_size=${pageBytes}; ${table}`); fill(database, sizes); });
      expect(ours.map((bytes) => bytes.toString("base64"))).toEqual(theirs.map((bytes) => bytes.toString("base64")));
    }), { numRuns: 12 });
  });

  const logged = (database: DatabaseSync): void => {
    database.exec(`pragma journal_mode=wal; pragma wal_autocheckpoint=0; ${table}`);
    fill(database, [10, 5000]);
    database.exec("pragma wal_checkpoint(restart)");
    fill(database, [20, 9000]);
    database.exec("delete from Packages where hnum = 1");
  };

  it("what is committed in the write-ahead log counts, deletions too", () => {
    const { ours, theirs } = compared(logged);
    expect(ours.map(({ length }) => length)).toEqual([5000, 20, 9000]);
    expect(ours).toEqual(theirs);
  });

  // The first insertion after the checkpoint writes two pages: the table's and that of its last number.
  it.each([[1, [10, 5000]], [2, [10, 5000, 20]]])("a log that ends after %d pages of a transaction of two", (pages, lengths) => {
    expect(compared(logged, 32 + pages * (24 + 4096) + 100).ours.map(({ length }) => length)).toEqual(lengths);
  });

  it("a tree that leads in a circle is told", () => {
    const circle = Buffer.from(sqlite);
    // An inner page that points at itself in the place of the schema.
    circle.writeUInt8(5, 100);
    circle.writeUInt16BE(0, 103);
    circle.writeUInt32BE(1, 108);
    expect(() => [...sqliteBlobs(bufferReader(circle), undefined, "Packages")]).toThrow("part of the tree twice");
  });
});

describe("inventory/extractors/rpm/ndb", () => {
  it.each([
    ["an absurd number of slots", 12, 0xffffffff, "pages of slots"], ["a slot that leads beyond the file", 40 + 0, 0x0fffffff, "beyond the end"], ["two slots for one package", 52, 1, "two slots"],
  ])("%s is told with its offset", (_name, at, value, message) => {
    const bytes = Buffer.from(ndb);
    bytes.writeUInt32LE(value, at);
    expect(() => [...ndbBlobs(bufferReader(bytes))]).toThrow(message);
  });
});
