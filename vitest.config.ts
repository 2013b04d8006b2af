// Tests beside the files, acceptance and architecture in test/; one process, no isolation: tests share nothing by design.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "console/src/**/*.test.ts", "test/**/*.test.ts"],
    pool: "threads",
    isolate: false,
    // vitest leaves one core free, which on two cores is half of them; many tests wait for a browser, a database or a child.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
