// Tokens, sessions, links and the brake, over a store in memory.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakeClock, hourMs, minuteMs, secondMs } from "../kernel/clock.ts";
import { countingIds } from "../kernel/id.ts";
import { memoryAccess } from "./access.fixtures/memory-access.ts";
import type { Scope } from "./access-store.ts";
import { scopes } from "./access-store.ts";
import { linkMs, makeAdminLink, useAdminLink } from "./admin-link.ts";
import { createLoginBrake } from "./login-brake.ts";
import { mayDo } from "./principal.ts";
import { isSameDigest, digestOf } from "./secrets.ts";
import { closeSession, openSession, principalOfSession, sessionMs } from "./sessions.ts";
import { makeToken, principalOfToken, tokenPattern } from "./tokens.ts";

const org = "org_local";

const at0 = Date.UTC(2026, 0, 1);
const wish = (fields: Partial<{ scopes: readonly Scope[]; expiresAt: number }> = {}) => ({ org, name: "ci", scopes: ["write"] as const, expiresAt: undefined, ...fields });

describe("access/tokens", () => {
  it("a token is aft_ and 43 base64url characters, and the store never holds it", async () => {
    const { store, stored } = memoryAccess();
    const { secret, token } = await makeToken({ store, clock: fakeClock(at0), ids: countingIds() }, wish());
    expect(secret).toMatch(tokenPattern);
    expect(stored()).not.toContain(secret);
    expect(stored()).not.toContain(secret.slice(8));
    expect(secret.startsWith(token.prefix)).toBe(true);
  });

  it("a token is known until it expires or is revoked", async () => {
    const { store } = memoryAccess();
    const clock = fakeClock(at0);
    const { secret } = await makeToken({ store, clock, ids: countingIds() }, wish({ expiresAt: at0 + hourMs }));
    expect(await principalOfToken({ store, clock }, secret)).toMatchObject({ kind: "known", principal: { actor: "token:ci", org } });
    clock.advance(hourMs);
    expect(await principalOfToken({ store, clock }, secret)).toEqual({ kind: "expired" });
    const other = await makeToken({ store, clock, ids: { next: () => "tok_other" } }, wish());
    await store.revokeToken(org, "tok_other", clock.now());
    expect(await principalOfToken({ store, clock }, other.secret)).toEqual({ kind: "revoked" });
  });

  it("one changed character makes a token unknown", async () => {
    const { store } = memoryAccess();
    const clock = fakeClock(at0);
    const { secret } = await makeToken({ store, clock, ids: countingIds() }, wish());
    await fc.assert(fc.asyncProperty(fc.integer({ min: 4, max: secret.length - 1 }), async (place) => {
      const changed = secret.slice(0, place) + (secret[place] === "A" ? "B" : "A") + secret.slice(place + 1);
      expect((await principalOfToken({ store, clock }, changed)).kind).toBe("unknown");
    }));
  });

  it("last used is written at most once a minute", async () => {
    const { store, tokens } = memoryAccess();
    const clock = fakeClock(at0);
    const { secret, token } = await makeToken({ store, clock, ids: countingIds() }, wish());
    const usedAt = (): number | undefined => tokens.get(token.digest)?.lastUsedAt;
    await principalOfToken({ store, clock }, secret);
    clock.advance(59 * secondMs);
    await principalOfToken({ store, clock }, secret);
    expect(usedAt()).toBe(at0);
    clock.advance(secondMs);
    await principalOfToken({ store, clock }, secret);
    expect(usedAt()).toBe(at0 + minuteMs);
  });
});

describe("access/principal", () => {
  it.each(scopes.flatMap((held, i) => scopes.map((needed, j) => [held, needed, i >= j] as const)))("%s may do what needs %s: %s", (held, needed, may) => {
    expect(mayDo({ scopes: [held] }, needed)).toBe(may);
  });
  it("no scope may do nothing", () => expect(scopes.some((needed) => mayDo({ scopes: [] }, needed))).toBe(false));
});

describe("access/secrets", () => {
  it("digests of another length are not the same and do not throw", () => expect(isSameDigest(digestOf("a"), "00")).toBe(false));
});

describe("access/sessions", () => {
  it("a session lives 12 hours, or until it is closed", async () => {
    const { store, stored } = memoryAccess();
    const clock = fakeClock(at0);
    const first = await openSession({ store, clock }, { org, name: "ana", scopes: ["read"] });
    expect(stored()).not.toContain(first.secret);
    clock.set(at0 + sessionMs - 1);
    expect(await principalOfSession({ store, clock }, first.secret)).toMatchObject({ actor: "session:ana" });
    clock.advance(1);
    expect(await principalOfSession({ store, clock }, first.secret)).toBeUndefined();
    const second = await openSession({ store, clock }, { org, name: "ana", scopes: ["read"] });
    await closeSession({ store }, second.secret);
    expect(await principalOfSession({ store, clock }, second.secret)).toBeUndefined();
  });
});

describe("access/admin-link", () => {
  it("opens an admin session once", async () => {
    const { store } = memoryAccess();
    const clock = fakeClock(at0);
    const { secret } = await makeAdminLink({ store, clock }, org);
    const answer = await useAdminLink({ store, clock }, secret);
    expect(answer).toMatchObject({ kind: "opened", session: { org, scopes: ["admin"] } });
    expect(await useAdminLink({ store, clock }, secret)).toEqual({ kind: "refused" });
  });
  it("is refused after 15 minutes", async () => {
    const { store } = memoryAccess();
    const clock = fakeClock(at0);
    const { secret } = await makeAdminLink({ store, clock }, org);
    clock.advance(linkMs);
    expect(await useAdminLink({ store, clock }, secret)).toEqual({ kind: "refused" });
  });
});

describe("access/login-brake", () => {
  it("four misses are free, the fifth waits a second, then it doubles up to an hour", () => {
    const clock = fakeClock(at0);
    const brake = createLoginBrake(clock);
    const waits = Array.from({ length: 20 }, () => { brake.failed("a"); return brake.waitMs("a") / secondMs; });
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 1, 2, 4, 8]);
    expect(waits.at(-1)).toBe(3600);
    expect(brake.waitMs("b")).toBe(0);
    clock.advance(hourMs);
    expect(brake.waitMs("a")).toBe(0);
    brake.succeeded("a");
    brake.failed("a");
    expect(brake.waitMs("a")).toBe(0);
  });
  it("forgets the oldest of more than 10,000 addresses", () => {
    const brake = createLoginBrake(fakeClock(at0));
    for (let miss = 0; miss < 5; miss++) brake.failed("first");
    for (let other = 0; other < 10_000; other++) brake.failed(`address ${other}`);
    expect(brake.waitMs("first")).toBe(0);
  });
});
