// Tests beside the files, acceptance and architecture in test/; one process, no isolation: tests share nothing by design.
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/sequence.ts";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "console/src/**/*.test.ts", "test/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    // vitest leaves one core free, which on two cores is half of them. Three took as long: the browsers and databases fill the rest.
    maxWorkers: 2,
    // Of tests that say they may run beside each other: those wait for seconds and do little.
    maxConcurrency: 8,
    sequence: { sequencer: LongestFirst },
    globalSetup: ["test/temp-folder.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
