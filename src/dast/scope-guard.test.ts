// The scope guard: what is inside stays inside, in every way of writing an address or a path.
import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { createScopeGuard } from "./scope-guard.ts";
import type { Scope } from "./scope.ts";

const guard = (more: Partial<Scope> = {}) => createScopeGuard({ start: "https://shop.example", origins: [], include: [], exclude: [], ...more });
const isIn = (url: string, more: Partial<Scope> = {}): boolean => guard(more).refusal(url) === undefined;

describe("src/dast/scope-guard", () => {
  it.each([
    ["https://shop.example/a", true], ["https://SHOP.example:443/a?b", true], ["https://shop.example", true],
    ["http://shop.example/", false], ["https://shop.example:8443/", false], ["https://shop.example./", false], ["https://www.shop.example/", false], ["https://shop.example.evil.test/", false],
    ["https://shop.example@evil.test/", false], ["https://evil.test/@shop.example", false], ["https://evil.test\\@shop.example/", false], ["https://user:pass@shop.example/", false], ["https://shop.example:443@evil.test/", false],
    ["https:shop.example/", false], ["//shop.example/", false], ["javascript:alert(1)", false], ["file:///etc/passwd", false], ["ftp://shop.example/", false], ["", false], ["not a url", false], ["https://", false], ["https://[::1%25eth0]/", false], ["ht\ntps://shop.example/", false],
  ])("origin: %s %s", (url, inside) => { expect(isIn(url)).toBe(inside); });

  it.each(["http://127.0.0.1:80/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://127.0.0.1./"])("an address is the same in every notation: %s", (url) => {
    expect(isIn(url, { start: "http://127.0.0.1" })).toBe(true);
    expect(isIn(url)).toBe(false);
  });

  it.each([
    [["/admin"], "/admin", true], [["/admin"], "/admin/x?y", true], [["/admin"], "/admin?x", true], [["/admin"], "/administrator", false], [["/admin/"], "/admin/x", true],
    [["/admin"], "/ADMIN/x", true], [["/admin"], "/%61dmin", true], [["/admin"], "/%2561dmin", true], [["/admin"], "/x/../admin", true], [["/admin"], "/x/%2e%2e/admin", true], [["/admin"], "/x/..%2fadmin", true], [["/admin"], "//admin", true], [["/admin"], "/./admin", true], [["/admin"], "/x/..\\admin", true], [["/admin"], "/admin;jsessionid=1/x", true], [["/admin"], "/x/..;/admin", true],
    [["*.pdf"], "/files/a.pdf", true], [["*.pdf"], "/files/a.pdfx", false], [["/api/*/delete"], "/api/5/delete", true], [["*?*admin=1*"], "/x?b=2&admin=1", true], [["*?*admin=1*"], "/x?b=2", false], [["/a.b"], "/axb", false], [["https://shop.example/admin"], "/admin/x", true], [["https://other.example/admin"], "/admin/x", false],
  ] as const)("exclude %j: %s %s", (exclude, path, excluded) => { expect(isIn(`https://shop.example${path}`, { exclude })).toBe(!excluded); });

  it.each([
    [["/app"], "/app/x", true], [["/app"], "/application", false], [["/app"], "/", false], [["/app"], "/app/../admin", false], [["/app"], "/app/%2e%2e/admin", false], [["/app"], "/app/..%2f..%2fetc", false], [["/app"], "/app/..%255cadmin", false], [["/app"], "/app/x?next=/../admin", true], [["/app", "/api/*"], "/api/v1", true], [["/"], "/anything", true],
  ] as const)("include %j: %s %s", (include, path, inside) => { expect(isIn(`https://shop.example${path}`, { include })).toBe(inside); });

  it("whatever is let through goes to the origin that it was judged by", () => {
    const piece = fc.constantFrom("https://", "http://", "shop.example", "evil.test", "@", ":", "/", "\\", "?", "#", ".", "%2f", "%40", "[", "]", "::1", "443", "\t", "\n", " ", "user", "127.0.0.1", "ß", "。");
    fc.assert(fc.property(fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join("")), (url) => {
      if (isIn(url)) expect(new URL(url).origin).toBe("https://shop.example");
    }), { numRuns: 5_000 });
  });

  it("nothing excluded comes in by another spelling of its path", () => {
    const disguise = (letter: string, way: number): string => [letter, letter.toUpperCase(), `%${letter.charCodeAt(0).toString(16)}`, `%25${letter.charCodeAt(0).toString(16)}`][way % 4] ?? letter;
    fc.assert(fc.property(fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), fc.constantFrom("/", "//", "/./", "/x/../", "/x/%2e%2e/", "/x/..%2f", "/\\"), (ways, before) => {
      expect(isIn(`https://shop.example${before}${[..."admin"].map((letter, at) => disguise(letter, ways[at] ?? 0)).join("")}/users`, { exclude: ["/admin"] })).toBe(false);
    }));
  });

  it("never throws", () => { fc.assert(fc.property(fc.string(), fc.array(fc.string()), (url, patterns) => { guard({ include: patterns, exclude: patterns }).refusal(url); guard({ include: patterns }).refusal(`https://shop.example/${url}`); })); });
});
