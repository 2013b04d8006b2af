// The intake: what waits goes together, what fails is tried alone, what is too much is refused whole.
import { describe, expect, it } from "vitest";
import type { RuntimeEvent } from "../../runtime/event.ts";
import { createIntake } from "./intake.ts";
import type { Counted, Delivery } from "./intake.ts";

const event: RuntimeEvent = { id: undefined, at: 0, isTimed: true, decoder: "d", logsource: {}, origin: {}, fields: {}, raw: "" };
const delivery = (source: string, events = 1, more: Partial<Delivery> = {}): Delivery => ({ org: "o", decoder: "d", source, events: Array.from({ length: events }, () => event), rejects: [], isCanary: false, ...more });
const limits = { eventsPerWrite: 10, waitingEvents: 20, gatherMs: 0 };

/** A write that ends when it is told to. */
function held(): { write(org: string, all: readonly Delivery[]): Promise<readonly Counted[]>; writes: string[]; release(): void } {
  const writes: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    writes, release: () => { waiting.shift()?.(); },
    write: async (org, all) => {
      writes.push(`${org}:${all.map(({ source }) => source).join("+")}`);
      await new Promise<void>((resolve) => { waiting.push(resolve); });
      return all.map(({ events }) => ({ detections: events.length, repeats: 0 }));
    },
  };
}

const settle = async (): Promise<void> => { for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => { setTimeout(resolve, 0); }); };

describe("app/runtime/intake", () => {
  it("requests that come during a write go together into the next one, and each gets its own count", async () => {
    const { write, writes, release } = held();
    const intake = createIntake(write, limits);
    const answers = ["a", "b", "c"].map((source, index) => intake(delivery(source, index + 1)));
    await settle();
    expect(writes).toEqual(["o:a"]);
    release();
    await settle();
    expect(writes).toEqual(["o:a", "o:b+c"]);
    release();
    expect(await Promise.all(answers)).toEqual([1, 2, 3].map((detections) => ({ detections, repeats: 0 })));
  });

  it("organisations are written apart, and no write is larger than it may be unless one request is", async () => {
    const { write, writes, release } = held();
    const intake = createIntake(write, { ...limits, waitingEvents: 100 });
    const answers = [delivery("a"), delivery("b", 6), delivery("c", 6), delivery("d", 1, { org: "p" }), delivery("e", 1), delivery("f", 30)].map((one) => intake(one));
    for (let write = 0; write < 6; write++) { await settle(); release(); }
    await Promise.all(answers);
    expect(writes).toEqual(["o:a", "o:b", "o:c", "p:d", "o:e", "o:f"]);
  });

  it("when those that went together fail, each is tried alone: one that cannot be written keeps nobody else out", async () => {
    const writes: string[] = [];
    const intake = createIntake(async (_org, all) => {
      writes.push(all.map(({ source }) => source).join("+"));
      await settle();
      if (all.some(({ source }) => source === "bad")) throw new Error("cannot be written");
      return all.map(() => ({ detections: 1, repeats: 0 }));
    }, limits);
    const answers = await Promise.allSettled(["first", "a", "bad", "b"].map((source) => intake(delivery(source))));
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    expect(writes).toEqual(["first", "a+bad+b", "a", "bad", "b"]);
  });

  it("beyond the limit a request is refused whole; the rest of one that was let in is not; one that is alone is let in whatever its size", async () => {
    const { write, writes, release } = held();
    const intake = createIntake(write, limits);
    const large = intake(delivery("large", 50));
    await expect(intake(delivery("more"))).rejects.toMatchObject({ code: "runtime.overloaded" });
    const rest = intake(delivery("rest", 50, { isRest: true }));
    release();
    await settle();
    release();
    await Promise.all([large, rest]);
    expect(writes).toEqual(["o:large", "o:rest"]);
    const again = intake(delivery("again", 5));
    await settle();
    release();
    expect(await again).toEqual({ detections: 5, repeats: 0 });
  });

  it("an empty delivery is the tick's: it is written like any other", async () => {
    const { write, writes, release } = held();
    const ticked = createIntake(write, limits)(delivery("", 0));
    await settle();
    release();
    await ticked;
    expect(writes).toEqual(["o:"]);
  });
});
