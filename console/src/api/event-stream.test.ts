// Server-sent events survive any cut into chunks and carry the last id on.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventReader } from "./event-stream.ts";

const stream = ': hello\n\nid: 7\nevent: finding.opened\ndata: {"seq":7}\n\nid: 8\ndata: a\ndata: b\n\ndata: no id of its own\n\n';

describe("console/src/api/event-stream", () => {
  it("reads id, event and joined data lines; comments are silent; the last id is carried on", () => {
    expect(eventReader()(stream)).toEqual([
      { id: "7", event: "finding.opened", data: '{"seq":7}' },
      { id: "8", event: "message", data: "a\nb" },
      { id: "8", event: "message", data: "no id of its own" },
    ]);
  });

  it("gives the same events however the text is cut and whichever line end is used", () => {
    const whole = eventReader()(stream);
    fc.assert(fc.property(fc.array(fc.nat(stream.length + 20), { maxLength: 12 }), fc.constantFrom("\n", "\r\n"), (cuts, lineEnd) => {
      const text = stream.replaceAll("\n", lineEnd);
      const read = eventReader();
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const events = places.slice(1).flatMap((place, index) => read(text.slice(places[index], place)));
      expect(events).toEqual(whole);
    }));
  });
});
