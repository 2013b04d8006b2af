// A body of events: told by its bytes, handed over in parts, and honest about where it ended.
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../../kernel/clock.ts";
import type { LoopContext } from "../loop/context.ts";
import { Fault } from "../../kernel/fault.ts";
import type { Delivery } from "./intake.ts";
import { receiveEvents } from "./receive-events.ts";
import type { EventPush } from "./receive-events.ts";

const context = { clock: fakeClock(Date.UTC(2026, 10, 22)) } as unknown as LoopContext;
const line = (index: number): string => `<38>1 2026-11-22T00:00:00Z h sshd 1 - - Failed password for u${index} from 203.0.113.9 port 4 ssh2`;
const lines = (count: number): Buffer => Buffer.from(Array.from({ length: count }, (_, index) => line(index)).join("\n"));

async function* pieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> { for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size); }

function received(): { deliveries: Delivery[]; receive(bytes: Uint8Array, more?: Partial<EventPush>): ReturnType<typeof receiveEvents> } {
  const deliveries: Delivery[] = [];
  return {
    deliveries,
    receive: (bytes, more = {}) => receiveEvents(context, async (delivery) => { deliveries.push(delivery); return { detections: 1, repeats: 2 }; }, "o", { decoder: "syslog", source: "s", chunks: pieces(bytes, 1000), host: undefined, settings: {}, isCanary: false, ...more }),
  };
}

describe("app/runtime/receive-events", () => {
  it("gzip is told from its first bytes, also when they come one by one", async () => {
    for (const size of [1, 2, 7, 100_000]) {
      const { receive, deliveries } = received();
      const packed = gzipSync(lines(3));
      expect(await receive(packed, { chunks: pieces(packed, size) })).toMatchObject({ events: 3, rejected: 0, opened: 1, repeats: 2 });
      expect(deliveries[0]?.events.map(({ fields }) => fields["User"])).toEqual(["u0", "u1", "u2"]);
    }
  });

  it("a long body is handed over in parts, of which the later ones are the rest of a request that was let in", async () => {
    const { receive, deliveries } = received();
    expect(await receive(lines(12_000))).toMatchObject({ events: 12_000, opened: 3, repeats: 6 });
    expect(deliveries.every(({ events }) => events.length <= 5100)).toBe(true);
    expect(deliveries.map(({ isRest }) => isRest)).toEqual([false, true, true]);
  });

  it("what breaks off after a part was kept says what was kept and why it ended", async () => {
    const { receive } = received();
    const packed = gzipSync(lines(20_000));
    const receipt = await receive(packed.subarray(0, packed.length - 50));
    expect(receipt.rejected).toBe(1);
    expect(receipt.rejects[0]).toEqual({ at: expect.stringMatching(/^after event \d+$/) as string, rule: expect.stringMatching(/^request.invalid: .*gzip/) as string });
    expect(receipt.rejects[0]?.at).toBe(`after event ${receipt.events}`);
  });

  it("what breaks off before anything was kept is a fault, and nothing is kept", async () => {
    const { receive, deliveries } = received();
    await expect(receive(gzipSync(lines(2)).subarray(0, 20))).rejects.toMatchObject({ code: "request.invalid" });
    expect(deliveries).toEqual([]);
  });

  it("an overload in the middle of nothing is told as it is", async () => {
    const push: EventPush = { decoder: "syslog", source: "s", chunks: pieces(lines(2), 1000), host: undefined, settings: {}, isCanary: false };
    await expect(receiveEvents(context, () => Promise.reject(new Fault("runtime.overloaded", {})), "o", push)).rejects.toMatchObject({ code: "runtime.overloaded" });
  });

  it("no more rejects are named than are read; all are counted", async () => {
    const { receive } = received();
    const receipt = await receive(Buffer.from(Array.from({ length: 3000 }, (_, index) => (index % 2 === 0 ? line(index) : "{ no syslog")).join("\n")), { decoder: "falco" });
    expect(receipt.rejects.length).toBeLessThanOrEqual(1000);
    expect(receipt.events + receipt.rejected).toBeGreaterThan(0);
  });

  it("an empty body is nothing; an unknown decoder is named with those there are", async () => {
    const { receive, deliveries } = received();
    expect(await receive(new Uint8Array(0))).toEqual({ events: 0, opened: 0, repeats: 0, rejects: [], rejected: 0 });
    expect(deliveries).toEqual([]);
    await expect(receive(lines(1), { decoder: "nosuch" })).rejects.toMatchObject({ code: "runtime.decoder-unknown", detail: expect.stringContaining("falco") as string });
  });
});
