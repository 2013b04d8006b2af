// Cache deception on the range, with a login; without one it says that it could not look.
import { expect, it } from "vitest";
import { anonymous, checkTools } from "../../../test/dast/check-tools.ts";
import { cases, loginCookie } from "../../../test/dast/range/cases/cache-deception.ts";
import { checkSuite } from "../../../test/dast/range/check-case.suite.ts";
import { withHeader } from "../exchange.ts";
import { routeFrom } from "../route-from.ts";
import type { Session } from "../session.ts";
import { cacheDeception } from "./cache-deception.ts";

const visitor: Session = { ...anonymous, identity: "ada", state: "logged-in", dress: (request) => withHeader(request, "cookie", `${loginCookie}=1`), undress: (request) => withHeader(request, "cookie", undefined) };

checkSuite(cacheDeception, cases, () => ({ session: visitor }));

it("dast/checks/cache-deception without a login sends nothing and says why", async () => {
  const tools = checkTools();
  const route = routeFrom({ method: "GET", url: "http://127.0.0.1:9/account", headers: [], body: undefined }, { source: "link", foundOn: undefined, depth: 0 });
  for await (const proof of cacheDeception.probe(route, tools)) expect(proof).toBeUndefined();
  expect(tools.sent).toEqual([]);
  expect(tools.notes).toEqual([expect.stringContaining("needs a login")]);
});
