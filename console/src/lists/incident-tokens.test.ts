// The tokens of incidents: each reaches its own filter, and what they cannot say is said.
import { describe, expect, it } from "vitest";
import { incidentFacets, incidentWords } from "./incident-tokens.ts";
import { readWords, toggleToken } from "./query-tokens.ts";

const read = (text: string) => readWords(text, incidentWords.names, incidentWords);

describe("console/src/lists/incident-tokens", () => {
  it.each([
    ["is:closed", { state: "closed" }], ["is:contained", { phase: "contained" }], ["is:web-shell", { kind: "web-shell" }], ["sev:high", { severity: "high" }],
    ["entity:ip:10.0.0.1 shell", { entity: "ip:10.0.0.1", q: "shell" }], ['owner:"team one"', { owner: "team one" }],
  ])("%s asks for %o", (text, query) => expect(read(text)).toEqual({ query, problems: [] }));
  it("a token of findings is refused here, with its place", () => expect(read("web is:kev").problems).toMatchObject([{ at: 5, text: "is:kev" }]));
  it("every chip is understood, and one of a kind replaces the other", () => {
    for (const token of incidentFacets.flatMap(({ tokens }) => tokens)) expect(read(token).problems).toEqual([]);
    expect(toggleToken("is:open shell", "is:closed", incidentWords)).toBe("shell is:closed");
    expect(toggleToken("is:open shell", "is:triaged", incidentWords)).toBe("is:open shell is:triaged");
  });
});
