// Tests beside the files, acceptance and architecture in test/; one process, no isolation: tests share nothing by design.
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/sequence.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "console/src/**/*.test.ts", "test/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    // One more than the cores of the usual machine: many tests wait for a browser, a database, a child or a delay that they asked for.
    maxWorkers: 3,
    // Of tests that say they may run beside each other: those wait for seconds and do little.
    maxConcurrency: 8,
    sequence: { sequencer: LongestFirst },
    globalSetup: ["test/temp-folder.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
