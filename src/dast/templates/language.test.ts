// The language of templates, feature by feature, with templates of ours against a server of ours.
import { describe, expect, it } from "vitest";
import { runOurs, testServer } from "./templates.suite.ts";

const server = testServer();
const hitsOf = async (rest: string): Promise<number> => (await runOurs(rest, server.origin())).hits.length;
const get = (path: string, matchers: string): string => `http:\n  - method: GET\n    path:\n      - "{{BaseURL}}${path}"\n${matchers}`;

describe("templates: matchers", () => {
  const cases: readonly (readonly [title: string, matchers: string, hits: number])[] = [
    ["a word of the body", "    matchers:\n      - type: word\n        words: [alpha]", 1],
    ["no word that is not there", "    matchers:\n      - type: word\n        words: [omega]", 0],
    ["all words by condition", "    matchers:\n      - type: word\n        condition: and\n        words: [alpha, omega]", 0],
    ["words without regard to case", "    matchers:\n      - type: word\n        case-insensitive: true\n        words: [ALPHA]", 1],
    ["words in hex", "    matchers:\n      - type: word\n        encoding: hex\n        words: [616c706861]", 1],
    ["a header as it is usually spelt", "    matchers:\n      - type: word\n        part: header\n        words: ['X-Made-By: someone']", 1],
    ["one header by its name", "    matchers:\n      - type: word\n        part: x_made_by\n        words: [someone]", 1],
    ["a cookie by its name", "    matchers:\n      - type: dsl\n        dsl: ['crumb == \"c7\"']", 1],
    ["the whole response", "    matchers:\n      - type: regex\n        part: response\n        regex: ['(?s)^HTTP/1.1 200.*alpha']", 1],
    ["a status", "    matchers:\n      - type: status\n        status: [200, 302]", 1],
    ["not a status, negated", "    matchers:\n      - type: status\n        negative: true\n        status: [200]", 0],
    ["a size in bytes", "    matchers:\n      - type: size\n        size: [17]", 1],
    ["bytes", "    matchers:\n      - type: binary\n        binary: [c3a9ff]", 1],
    ["a part that is not there, negated", "    matchers:\n      - type: word\n        part: x_absent\n        negative: true\n        words: [alpha]", 0],
    ["an expression", "    matchers:\n      - type: dsl\n        dsl: ['status_code == 200 && contains(to_lower(body), \"alpha\") && len(body) == 17']", 1],
    ["an expression on a name that is not known", "    matchers:\n      - type: dsl\n        dsl: ['contains(body_9, \"alpha\")']", 0],
    ["a path in the document", "    matchers:\n      - type: xpath\n        xpath: ['/html/body/b[contains(text(), \"alp\")]']", 1],
    ["all matchers by condition", "    matchers-condition: and\n    matchers:\n      - type: status\n        status: [200]\n      - type: word\n        words: [omega]", 0],
    ["one of the matchers", "    matchers:\n      - type: status\n        status: [500]\n      - type: word\n        words: [alpha]", 1],
  ];
  it.each(cases)("%s", async (_title, matchers, hits) => {
    server.answer(() => ({ headers: { "x-made-by": "someone", "set-cookie": "crumb=c7; path=/" }, body: Buffer.concat([Buffer.from("<b>alpha</b>  é"), Buffer.from([0xff])]) }));
    expect(await hitsOf(get("/page", matchers))).toBe(hits);
  });

  it("a part that only an internal matcher fits is no hit", async () => {
    server.answer(() => ({ body: "alpha" }));
    expect(await hitsOf(get("/", "    matchers:\n      - type: word\n        internal: true\n        words: [alpha]"))).toBe(0);
  });
});

describe("templates: requests", () => {
  it("sends method, path, headers and body with names filled in", async () => {
    server.answer(() => ({ body: "ok" }));
    await runOurs("variables:\n  name: \"{{to_upper('abc')}}\"\nhttp:\n  - method: POST\n    path: ['{{BaseURL}}/{{name}}?a={{url_encode(\"x y&z\")}}']\n    headers:\n      X-One: \"{{md5('1')}}\"\n    body: 'b={{base64(\"hi\")}}&h={{Hostname}}'\n    matchers:\n      - type: status\n        status: [200]", server.origin());
    const { host } = new URL(server.origin());
    expect(server.asked).toEqual([expect.objectContaining({ method: "POST", path: "/ABC?a=x+y%26z", body: `b=aGk=&h=${host}` })]);
    expect(server.asked[0]?.headers["x-one"]).toBe("c4ca4238a0b923820dcc509a6f75849b");
  });

  it("sends raw requests, annotations taken off", async () => {
    server.answer(() => ({ body: "ok" }));
    await runOurs("http:\n  - raw:\n      - |\n        @timeout: 20s\n        PUT /a/b?c=d HTTP/1.1\n        Host: {{Hostname}}\n        X-Two: 2\n\n        line\n    matchers:\n      - type: status\n        status: [200]", server.origin());
    expect(server.asked).toEqual([expect.objectContaining({ method: "PUT", path: "/a/b?c=d", body: "line" })]);
  });

  it("sends bytes as they are written when unsafe", async () => {
    server.answer(({ path }) => ({ body: `saw ${path}`, headers: { connection: "close" } }));
    const { hits } = await runOurs("http:\n  - raw:\n      - |+\n        GET /a/../b;/%2e HTTP/1.1\n        Host: {{Hostname}}\n        Connection: close\n\n    unsafe: true\n    matchers:\n      - type: word\n        words: ['saw /a/../b;/%2e']", server.origin());
    expect(hits).toHaveLength(1);
  });

  it("leaves payloads that are no expressions as they are, and does not send what has no value", async () => {
    server.answer(() => ({ body: "ok" }));
    const run = await runOurs("http:\n  - method: GET\n    path: ['{{BaseURL}}/?q={{7*7}}', '{{BaseURL}}/?q={{unheard}}']\n    matchers:\n      - type: status\n        status: [200]", server.origin());
    expect(server.asked.map(({ path }) => path)).toEqual(["/?q={{7*7}}"].map((path) => expect.stringMatching(path.replace(/[{}*?]/g, ".{1,3}"))));
    expect(run.unsent).toEqual(["no value for unheard"]);
  });

  it("follows redirects to the same host and looks at every answer on the way", async () => {
    server.answer(({ path }) => (path === "/from" ? { status: 302, headers: { location: "/to", "x-step": "first" } } : { body: "arrived" }));
    const rest = get("/from", "    host-redirects: true\n    max-redirects: 2\n    matchers:\n      - type: word\n        words: [arrived]\n      - type: word\n        part: x_step\n        words: [first]");
    expect(await hitsOf(rest)).toBe(1);
    expect(server.asked.map(({ path }) => path)).toEqual(["/from", "/to"]);
  });

  it("keeps cookies from one request to the next", async () => {
    server.answer(({ path, headers }) => (path === "/in" ? { headers: { "set-cookie": "sid=s1; HttpOnly" } } : { body: headers.cookie ?? "none" }));
    expect(await hitsOf("http:\n  - raw:\n      - |\n        GET /in HTTP/1.1\n        Host: {{Hostname}}\n      - |\n        GET /own HTTP/1.1\n        Host: {{Hostname}}\n    matchers:\n      - type: word\n        words: ['sid=s1']")).toBe(1);
  });

  it("compares answers by number", async () => {
    server.answer(({ path }) => ({ status: path === "/one" ? 401 : 200, body: path }));
    const rest = "http:\n  - raw:\n      - |\n        GET /one HTTP/1.1\n        Host: {{Hostname}}\n      - |\n        GET /two HTTP/1.1\n        Host: {{Hostname}}\n    matchers:\n      - type: dsl\n        dsl: ['status_code_1 == 401 && status_code_2 == 200 && contains(body_2, \"two\") && body_1 != body_2']";
    expect(await hitsOf(rest)).toBe(1);
  });

  it("puts what an extractor took into the next request", async () => {
    server.answer(({ path }) => (path === "/form" ? { body: '<input name="t" value="tok-42">' } : { body: path }));
    const rest = "http:\n  - raw:\n      - |\n        GET /form HTTP/1.1\n        Host: {{Hostname}}\n      - |\n        GET /use?t={{tok}} HTTP/1.1\n        Host: {{Hostname}}\n    extractors:\n      - type: regex\n        name: tok\n        internal: true\n        group: 1\n        regex: ['value=\"([a-z0-9-]+)\"']\n    matchers:\n      - type: word\n        words: ['t=tok-42']";
    expect(await hitsOf(rest)).toBe(1);
  });
});

describe("templates: extractors", () => {
  it.each([
    ["regex with a group", "regex\n        group: 1\n        regex: ['\"v\":\"(.*?)\"']", ["1.2"]],
    ["json", "json\n        json: ['.list[] | select(.ok == true) | .name']", ["b"]],
    ["json alternatives", "json\n        json: ['.absent // \"none\"', '.list | length']", ["none", "2"]],
    ["kval", "kval\n        kval: [x_made_by]", ["someone"]],
    ["an expression", "dsl\n        dsl: ['len(body)']", ["73"]],
  ] as const)("%s", async (_title, extractor, expected) => {
    server.answer(() => ({ headers: { "x-made-by": "someone" }, body: '{"v":"1.2","list":[{"name":"a","ok":false},{"name":"b","ok":true}],"x":1}' }));
    const { hits } = await runOurs(get("/", `    extractors:\n      - type: ${extractor}`), server.origin());
    expect(hits[0]?.extracted).toEqual(expected);
  });

  it("xpath with an attribute", async () => {
    server.answer(() => ({ body: "<form><input id=a value=one><input id=b value=two></form>" }));
    const { hits } = await runOurs(get("/", "    extractors:\n      - type: xpath\n        attribute: value\n        xpath: ['//input[@id=\"b\"]']"), server.origin());
    expect(hits[0]?.extracted).toEqual(["two"]);
  });
});

describe("templates: payloads", () => {
  const rest = (attack: string, more = ""): string => `http:\n  - method: GET\n    path: ['{{BaseURL}}/?a={{a}}&b={{b}}']\n    attack: ${attack}\n    skip-variables-check: true\n${more}    payloads:\n      a: [1, 2]\n      b: [x, y]\n    matchers:\n      - type: word\n        words: ['nothing']`;
  it.each([
    ["pitchfork", ["/?a=1&b=x", "/?a=2&b=y"]],
    ["clusterbomb", ["/?a=1&b=x", "/?a=2&b=x", "/?a=1&b=y", "/?a=2&b=y"]],
  ] as const)("%s", async (attack, paths) => {
    server.answer(() => ({ body: "ok" }));
    await runOurs(rest(attack), server.origin());
    expect(server.asked.map(({ path }) => path)).toEqual(paths);
  });

  it("batteringram takes one name after the other", async () => {
    server.answer(() => ({ body: "ok" }));
    await runOurs("http:\n  - method: GET\n    path: ['{{BaseURL}}/{{p}}']\n    payloads:\n      p: [a, b, c]\n    stop-at-first-match: true\n    matchers:\n      - type: dsl\n        dsl: ['contains(request, \"/b\")']", server.origin());
    expect(server.asked.map(({ path }) => path)).toEqual(["/a", "/b"]);
  });

  it("endless products are cut, and told", async () => {
    server.answer(() => ({ body: "ok" }));
    const many = Array.from({ length: 100 }, (_, at) => at).join(", ");
    const run = await runOurs(`http:\n  - method: GET\n    path: ['{{BaseURL}}/?a={{a}}{{b}}{{c}}']\n    attack: clusterbomb\n    payloads:\n      a: [${many}]\n      b: [${many}]\n      c: [${many}]\n    matchers:\n      - type: word\n        words: ['nothing']`, server.origin(), { limits: { payloadSets: 10 } });
    expect(server.asked).toHaveLength(10);
    expect(run.notes).toEqual(["ours: 1000000 payload sets, of which 10 are sent"]);
  });
});

describe("templates: flow", () => {
  const two = "http:\n  - method: GET\n    path: ['{{BaseURL}}/one']\n    extractors:\n      - type: regex\n        name: ids\n        internal: true\n        group: 1\n        regex: ['id=(\\d)']\n    matchers:\n      - type: word\n        internal: true\n        words: [go]\n  - id: second\n    method: GET\n    path: ['{{BaseURL}}/two?i={{i}}']\n    skip-variables-check: true\n    matchers:\n      - type: word\n        words: [found]\n";
  it("runs the second only when the first fits", async () => {
    server.answer(({ path }) => ({ body: path === "/one" ? "stay" : "found" }));
    expect(await hitsOf(`flow: http(1) && http(2)\n${two}`)).toBe(0);
    expect(server.asked).toHaveLength(1);
    server.answer(({ path }) => ({ body: path === "/one" ? "go" : "found" }));
    expect(await hitsOf(`flow: http(1) && http("second")\n${two}`)).toBe(1);
  });

  it("goes through what was taken, and sets names", async () => {
    server.answer(({ path }) => ({ body: path === "/one" ? "go id=3 id=4" : path.endsWith("4") ? "found" : "no" }));
    expect(await hitsOf(`flow: |\n  if (http(1)) {\n    for (const one of iterate(template.ids)) {\n      set("i", one);\n      http(2);\n    }\n  }\n${two}`)).toBe(1);
    expect(server.asked.map(({ path }) => path)).toEqual(["/one", "/two?i=3", "/two?i=4"]);
  });

  it("a flow without end is stopped", async () => {
    server.answer(() => ({ body: "go" }));
    const run = await runOurs(`flow: |\n  while (true) { log("x") }\n${two}`, server.origin());
    expect(run.notes).toEqual([expect.stringContaining("takes more than 20000 steps")]);
  });

  it("reaches nothing of the real world", async () => {
    server.answer(() => ({ body: "go" }));
    for (const text of ["''.constructor('return 1')()", "[].map.constructor('return 1')()", "process.exit()", "globalThis.x", "template.__proto__.polluted = 1"]) {
      const run = await runOurs(`flow: |\n  ${text}\n${two}`, server.origin());
      expect(run.notes, text).toEqual([expect.any(String)]);
      expect(({} as { polluted?: number }).polluted).toBeUndefined();
    }
  });
});
