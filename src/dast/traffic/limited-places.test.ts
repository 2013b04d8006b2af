// One place that refuses is not a host that refuses.
import { describe, expect, it } from "vitest";
import { createLimitedPlaces } from "./limited-places.ts";

const after = (answers: number, refusedElsewhere: number) => {
  const places = createLimitedPlaces();
  for (let at = 0; at < answers; at += 1) places.ended(`GET /page${at}`, at * 10, at < refusedElsewhere);
  return places;
};

describe("places with a limit of their own", () => {
  it("rest while the host answers elsewhere, each time twice as long", () => {
    const places = after(40, 0);
    expect(places.ended("POST /login", 500, true)).toBe(true);
    expect([places.restMs("POST /login", 500), places.restMs("GET /page1", 500)]).toEqual([1_000, 0]);
    // Sent before the rest began: no longer for that.
    places.ended("POST /login", 600, true);
    expect(places.restMs("POST /login", 600)).toBe(900);
    places.ended("POST /login", 1_600, true);
    expect(places.restMs("POST /login", 1_600)).toBe(2_000);
  });

  it.each([[3, 0], [40, 20]])("%i other answers, %i of them refused: the host itself has had enough", (answers, refused) => {
    const places = after(answers, refused);
    expect([places.ended("POST /login", 500, true), places.restMs("POST /login", 500)]).toEqual([false, 0]);
  });
});
