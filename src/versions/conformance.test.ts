// 100 % of the verified conformance vectors, where they lie beside the repository.
import { describe, expect, it } from "vitest";
import { conformance, findVectors } from "./conformance.suite.ts";

const vectors = findVectors();
const title = vectors
  ? "answers every verified row as the reference implementation does"
  : "NOT CHECKED: ../shared/vectors is missing, so no conformance row was answered";

describe("versions/conformance", () => {
  it.skipIf(vectors === undefined)(title, () => {
    const required = vectors ? conformance(vectors).filter((tally) => tally.required) : [];
    expect(required.flatMap(({ file, wrong }) => wrong.map((row) => `${file}: ${row}`))).toEqual([]);
    // A file read as empty must not pass for a right one.
    expect(new Set(required.map(({ file }) => file)).size).toBe(8);
  });
});
