// How bad a surprising bin is.
import { describe, expect, it } from "vitest";
import { levelOf } from "./rate-hit.ts";

describe("runtime/rates/rate-hit", () => {
  it.each([
    ["more errors weigh more than more requests", levelOf("errors", "higher", 15), "medium", levelOf("requests", "higher", 15), "low"],
    ["requests that stay away weigh more than many", levelOf("requests", "lower", 15), "medium", levelOf("events", "lower", 15), "low"],
    ["what is beyond all measure weighs a level more", levelOf("bytes-out", "higher", 50), "high", levelOf("events", "higher", 50), "medium"],
    ["fewer errors and failed logins are good news", levelOf("errors", "lower", 50), "informational", levelOf("logins-failed", "lower", 50), "informational"],
  ])("%s", (_claim, one, wanted, other, otherWanted) => { expect([one, other]).toEqual([wanted, otherWanted]); });
});
