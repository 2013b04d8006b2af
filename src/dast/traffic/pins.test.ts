// Pins: which addresses a scan may reach, whatever names say, then and later.
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { pinAddresses, plainAddress } from "./pins.ts";

const names: Record<string, readonly string[]> = {
  "shop.example": ["93.184.216.34"], "inside.example": ["10.0.0.5"], "loop.example": ["127.0.0.1"], "meta.example": ["169.254.169.254"], "mixed.example": ["93.184.216.34", "10.0.0.5"], "mapped.example": ["::ffff:169.254.169.254"], "six.example": ["2606:2800:220:1::1"], "local6.example": ["fd12::1"], "none.example": [],
};

async function pinned(start: string, origins: readonly string[] = [], addresses: readonly string[] = []) {
  const notes: string[] = [];
  const state = { answers: { ...names }, now: 0 };
  const pins = await pinAddresses({ start, addresses }, origins, { resolve: (name) => Promise.resolve(state.answers[name] ?? []), elapsedMs: () => state.now, note: (text) => { notes.push(text); } });
  return { pins, notes, state };
}

describe("src/dast/traffic/pins", () => {
  it.each<[string, string[], string[]]>([
    ["https://shop.example", [], ["93.184.216.34"]], ["http://inside.example", [], ["10.0.0.5"]], ["http://10.0.0.5:8080", [], ["10.0.0.5"]], ["http://127.0.0.1", [], ["127.0.0.1"]], ["http://[::1]:80", [], ["::1"]], ["http://2130706433", [], ["127.0.0.1"]], ["https://six.example", [], ["2606:2800:220:1::1"]],
    ["http://meta.example", [], []], ["http://169.254.169.254", [], []], ["http://mapped.example", [], []], ["http://[::ffff:a9fe:a9fe]", [], []], ["http://0.0.0.0", [], []], ["http://none.example", [], []], ["http://[fe80::1]", [], []],
    ["http://169.254.169.254", ["169.254.169.254"], ["169.254.169.254"]], ["https://mixed.example", [], ["93.184.216.34"]], ["https://mixed.example", ["10.0.0.0/8"], ["93.184.216.34", "10.0.0.5"]],
  ])("a scan that starts at %s with %j reaches %j", async (start, addresses, reached) => {
    const { pins } = await pinned(start, [], addresses);
    const host = new URL(start).hostname.replace(/^\[|\]$/g, "");
    expect([pins.addressesOf(host), pins.refusal(host) === undefined]).toEqual([reached, reached.length > 0]);
  });

  it.each<[string, string, string[], boolean]>([
    ["https://shop.example", "http://inside.example", [], false], ["https://shop.example", "http://loop.example", [], false], ["https://shop.example", "http://127.0.0.1", [], false], ["https://shop.example", "http://local6.example", [], false],
    ["https://shop.example", "http://inside.example", ["10.0.0.0/24"], true], ["https://shop.example", "http://inside.example", ["not an address", "10.0.0.0/99"], false], ["https://shop.example", "https://six.example", [], true],
    // The start's own address, by another name; its neighbours are others.
    ["http://10.0.0.5", "http://inside.example", [], true], ["http://10.0.0.6", "http://inside.example", [], false], ["http://127.0.0.1", "http://inside.example", [], false],
  ])("a scan of %s reaches %s with %j: %s", async (start, other, addresses, isReached) => {
    const { pins } = await pinned(start, [other], addresses);
    expect(pins.refusal(new URL(other).hostname) === undefined).toBe(isReached);
  });

  it("a name that was not pinned has no address", async () => {
    const { pins } = await pinned("https://shop.example");
    expect([pins.addressesOf("inside.example"), pins.refusal("inside.example")]).toEqual([[], "inside.example has no address that was pinned at the start"]);
  });

  it("a name that answers differently later is told once and not followed", async () => {
    const { pins, notes, state } = await pinned("https://shop.example");
    state.answers["shop.example"] = ["127.0.0.1"];
    await pins.recheck("shop.example");
    expect(notes).toEqual([]);
    for (state.now = 40_000; state.now < 200_000; state.now += 40_000) await pins.recheck("shop.example");
    expect(notes).toEqual(["The name shop.example now leads to 127.0.0.1 as well; the scan stays with 93.184.216.34, which it had at the start."]);
    expect(pins.addressesOf("shop.example")).toEqual(["93.184.216.34"]);
  });

  it("IPv4 is IPv4 in every IPv6 form of it", () => {
    fc.assert(fc.property(fc.ipV4(), (address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
      const hex = `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
      for (const form of [address, `::ffff:${address}`, `::FFFF:${hex}`, `0:0:0:0:0:ffff:${hex}`, `::ffff:${hex}%eth0`]) expect(plainAddress(form)).toBe(address);
    }));
  });

  it("no private address is reached from a public start", async () => {
    await fc.assert(fc.asyncProperty(fc.ipV4(), async (address) => {
      const isInside = /^(?:0|10|127)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^(?:22[4-9]|2[345]\d)\./.test(address);
      const { pins } = await pinned("https://shop.example", [`http://${address}`]);
      if (isInside) expect(pins.addressesOf(address)).toEqual([]);
    }));
  });
});
