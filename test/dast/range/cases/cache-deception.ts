// Cases of cache deception: a personal page behind a small cache that is real: it decides by the address what to keep.
import { defineCase, htmlAnswer } from "../case.ts";
import type { RangeAnswer, RangeCase, RangeRequest } from "../case.ts";

/** The cookie that logs in; the value is any. */
export const loginCookie = "sid";

interface Way { name: string; vulnerable: boolean; matches(path: string, own: string): boolean; keeps(request: RangeRequest, answer: RangeAnswer): boolean; store?: boolean; perVisitor?: boolean }

const way = ({ name, vulnerable, matches, keeps, store = false, perVisitor = false }: Way): RangeCase => defineCase({
  check: "cache-deception", name, vulnerable,
  build: (names) => {
    const own = `/${names.word("path")}`;
    const secret = names.word("secret");
    const kept = new Map<string, RangeAnswer>();
    const page = (request: RangeRequest): RangeAnswer => (request.cookies[loginCookie] === undefined
      ? htmlAnswer("<h1>Please log in</h1>", { status: 200 })
      : htmlAnswer(`<h1>Account</h1><p>${secret}@mail.example</p><p>Balance: ${names.number("balance", 1_000, 9_999)} coins</p>`, store ? { headers: [["cache-control", "private, no-store"]] } : {}));
    return {
      html: (prefix) => `<a href="${prefix}${own}">Account</a>`, requests: [{ method: "GET", path: own }],
      handle: (request) => {
        const key = request.url.href + (perVisitor ? request.cookies[loginCookie] ?? "" : "");
        const known = kept.get(key);
        if (known !== undefined) return known;
        if (!matches(request.path, own)) return undefined;
        const made = page(request);
        if (keeps(request, made)) kept.set(key, made);
        return made;
      },
    };
  },
});

const isFile = ({ url }: RangeRequest): boolean => /\.(?:css|js|png)$/.test(url.pathname);
const below = (path: string, own: string): boolean => path === own || path.startsWith(`${own}/`);

export const cases: readonly RangeCase[] = [
  way({ name: "whatever stands below the page is the page", vulnerable: true, matches: below, keeps: isFile }),
  way({ name: "what follows a semicolon is left out", vulnerable: true, matches: (path, own) => path.split(";")[0] === own, keeps: isFile }),
  way({ name: "an encoded slash is a slash for the application", vulnerable: true, matches: (path, own) => path === own || path.toLowerCase().startsWith(`${own}%2f`), keeps: isFile }),
  way({ name: "an encoded question mark ends the path", vulnerable: true, matches: (path, own) => path.split(/%3f/i)[0] === own, keeps: isFile }),
  way({ name: "an encoded hash ends the path", vulnerable: true, matches: (path, own) => path.split(/%23/i)[0] === own, keeps: isFile }),
  way({ name: "an end that names a format is left out", vulnerable: true, matches: (path, own) => path.replace(/\.[a-z]+$/, "") === own, keeps: isFile }),
  way({ name: "no-store is said and the cache does not listen", vulnerable: true, matches: below, keeps: isFile, store: true }),

  way({ name: "longer addresses are not there", vulnerable: false, matches: (path, own) => path === own, keeps: isFile }),
  way({ name: "nothing is kept", vulnerable: false, matches: below, keeps: () => false }),
  way({ name: "no-store is said and the cache listens", vulnerable: false, matches: below, store: true, keeps: (request, { headers = [] }) => isFile(request) && !headers.some(([, value]) => value.includes("no-store")) }),
  way({ name: "kept for each visitor apart", vulnerable: false, matches: below, keeps: isFile, perVisitor: true }),
  way({ name: "requests with cookies are never kept", vulnerable: false, matches: below, keeps: (request) => isFile(request) && request.headers.cookie === undefined }),
  way({ name: "only answers that are styles are kept", vulnerable: false, matches: below, keeps: (_request, { headers = [] }) => headers.some(([name, value]) => name === "content-type" && value.startsWith("text/css")) }),
];
