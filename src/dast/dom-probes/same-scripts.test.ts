// Pages with the same scripts are probed a few times only.
import { expect, it } from "vitest";
import type { Browser } from "../browser.ts";
import { isWorthProbing } from "./same-scripts.ts";

const page = (routeId: string) => ({ routeId, origin: "http://shop.example" });

it("probes three pages with the same scripts, and those again as often as asked", () => {
  const browser = {} as Browser;
  const asked = ["a", "b", "c", "d", "a"].map((id, at) => isWorthProbing(browser, "dom", page(id), `start(${at}); show("x")`));
  expect(asked).toEqual([true, true, true, false, true]);
});

it("takes other scripts, another kind of probe and another scan for another matter", () => {
  const browser = {} as Browser;
  for (const id of ["a", "b", "c"]) isWorthProbing(browser, "dom", page(id), "start()");
  expect([isWorthProbing(browser, "dom", page("d"), "start()"), isWorthProbing(browser, "dom", page("d"), "stop()"), isWorthProbing(browser, "prototype", page("d"), "start()"), isWorthProbing({} as Browser, "dom", page("d"), "start()")]).toEqual([false, true, true, true]);
});
