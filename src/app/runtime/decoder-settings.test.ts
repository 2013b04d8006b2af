// A misspelt setting is told with the names there are.
import { describe, expect, it } from "vitest";
import { decoders } from "../../runtime/decoders/index.ts";
import { checkDecoderSettings } from "./decoder-settings.ts";

const ndjson = decoders.find("ndjson") ?? "auto";

describe("app/runtime/decoder-settings", () => {
  it.each([[ndjson, { "map.Image": "a", time: "ts", "logsource.product": "linux" }], ["auto", { client: "forwarded", "map.X": "y" }], [ndjson, {}]] as const)("takes what a decoder names %#", (decoder, settings) => {
    expect(() => { checkDecoderSettings(decoder, settings); }).not.toThrow();
  });

  it.each([[ndjson, { category: "x" }, "ndjson"], [decoders.find("falco") ?? "auto", { time: "ts" }, "falco"], ["auto", { clint: "forwarded" }, "any decoder"]] as const)("names what it does not %#", (decoder, settings, named) => {
    expect(() => { checkDecoderSettings(decoder, settings); }).toThrow(expect.objectContaining({ code: "request.invalid", places: [expect.objectContaining({ at: `/settings/${Object.keys(settings)[0]}`, rule: `is no setting of ${named}` })] }) as Error);
  });
});
