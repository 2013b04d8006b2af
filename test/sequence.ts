// The order of test files: the longest first, so that the last minute of a run has two workers at work and not one.
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

// In order, as measured on two cores; what a browser, a database or a killed process makes slow is not seen in the size of a file.
const longest = [
  "test/console/pages", "test/chaos/dast", "src/dast/browser/crawl", "test/chaos/runtime", "test/store/store.postgres", "test/acceptance/hostile-doors", "test/console/keys", "test/acceptance/runtime-hostile",
  "test/console/", "test/acceptance/corpus", "test/acceptance/demo", "test/bench/loop", "test/chaos/", "src/dast/checks/sql-injection", "src/dast/checks/command-injection", "src/dast/checks/xss-dom", "src/dast/browser/", "test/acceptance/dast", "src/dast/traffic/governor", "src/dast/checks/request-smuggling", "test/bench/", "test/dast/", "test/acceptance/order",
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = longest.findIndex((part) => moduleId.includes(`/${part}`));
  return rank < 0 ? longest.length : rank;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
