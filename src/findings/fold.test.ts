// The life of a finding, folded from what ran.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hourMs } from "../kernel/clock.ts";
import { foldLife } from "./fold.ts";
import type { Standing, StandingInterval } from "./fold.ts";

/** "e1: affected 0-5, fixed 5-" in hours. */
function read(text: string): StandingInterval[] {
  return text.split("; ").flatMap((line) => {
    const [endpointId = "", rest = ""] = line.split(": ");
    return rest.split(", ").map((part) => {
      const [, standing, from, to] = /^(\w+) ([\d.]+)-([\d.]*)$/.exec(part) ?? [];
      return { endpointId, standing: standing as Standing, startedAt: Number(from) * hourMs, endedAt: to ? Number(to) * hourMs : undefined };
    });
  });
}
const shown = (text: string): string => foldLife(read(text)).periods.map(({ openedAt, closedAt, reason }) => `${openedAt / hourMs}-${closedAt === undefined ? "" : `${closedAt / hourMs} ${reason}`}`).join(", ");

describe("src/findings/fold.ts", () => {
  it.each([
    ["it is open while it runs", "e1: affected 0-", "0-"],
    ["a fixed version where it ran is a fix", "e1: affected 0-5, fixed 5-", "0-5 fixed"],
    ["a release without the package removed it", "e1: affected 0-5, absent 5-", "0-5 component-removed"],
    ["nothing after it is retirement, not a fix", "e1: affected 0-5", "0-5 retired"],
    ["a release without SBOM closes nothing", "e1: affected 0-5, unknown 5-", "0-"],
    ["an unknown release that was never affected opens nothing", "e1: unknown 0-", ""],
    ["it stays open until the last endpoint is cleared", "e1: affected 0-5, fixed 5-; e2: affected 1-8, fixed 8-", "0-8 fixed"],
    ["an endpoint that was fixed all along fixes nothing", "e1: affected 0-5; e2: fixed 0-", "0-5 retired"],
    ["one fixed and the other retired is a fix: it was observed", "e1: affected 0-5, fixed 5-; e2: affected 0-7", "0-7 fixed"],
    ["a stop-start roll-out is no gap", "e1: affected 0-5, affected 5.5-", "0-"],
    ["a fix after a stop-start roll-out is seen", "e1: affected 0-5, fixed 5.5-", "0-5.5 fixed"],
    ["after a longer gap it is a new period", "e1: affected 0-5, affected 8-", "0-5 retired, 8-"],
    ["redeploying affected versions never closes", "e1: affected 0-1, affected 1-2, affected 2-3, affected 3-", "0-"],
    ["a roll-back after the fix opens it again", "e1: affected 0-5, fixed 5-7, affected 7-", "0-5 fixed, 7-"],
  ])("%s", (_claim, lines, expected) => { expect(shown(lines)).toBe(expected); });

  it.each([
    ["only a verified fix ends an episode", "e1: affected 0-5, fixed 5-7, affected 7-", 7, true],
    ["retirement does not", "e1: affected 0-5, affected 9-", 0, false],
    ["a fix that is the end of the story ends nothing yet", "e1: affected 2-5, fixed 5-", 2, false],
  ])("episodes: %s", (_claim, lines, since, regressed) => {
    expect(foldLife(read(lines)).episode).toEqual({ exposedSince: since * hourMs, regressed });
  });

  it("counts what runs: affected, unconfirmed, cleared, all", () => {
    const { live } = foldLife(read("e1: affected 0-5, fixed 5-; e2: affected 0-; e3: affected 0-4, unknown 4-; e4: fixed 0-; e5: affected 0-2"));
    expect(live).toEqual({ affected: 1, unconfirmed: 1, fixed: 1, total: 4 });
  });

  it("is the same for every order of its input", () => {
    const anyInterval = fc.record({ endpointId: fc.constantFrom("e1", "e2", "e3"), standing: fc.constantFrom<Standing>("affected", "fixed", "absent", "unknown"), slot: fc.integer({ min: 0, max: 7 }) });
    fc.assert(fc.property(fc.uniqueArray(anyInterval, { maxLength: 12, selector: ({ endpointId, slot }) => `${endpointId} ${slot}` }).chain((slots) => fc.tuple(fc.constant(slots), fc.shuffledSubarray(slots, { minLength: slots.length }))), ([slots, shuffled]) => {
      const toInterval = ({ endpointId, standing, slot }: (typeof slots)[number]): StandingInterval => ({ endpointId, standing, startedAt: slot * 3 * hourMs, endedAt: slot === 7 ? undefined : (slot + 1) * 3 * hourMs });
      expect(foldLife(shuffled.map(toInterval))).toEqual(foldLife(slots.map(toInterval)));
    }));
  });
});
