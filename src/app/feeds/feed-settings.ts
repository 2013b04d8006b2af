// What each feed is told beyond where it is read from: the same for the server's polls and for the advisory index.
import { Secret } from "../../kernel/secret.ts";
import type { Settings } from "../settings.ts";

/** scratch: a folder for archives while they are read. */
export function feedSettings(feedId: string, { ecosystems, except, nvdApiKey }: Pick<Settings["feeds"], "ecosystems" | "except" | "nvdApiKey">, scratch: string): Readonly<Record<string, unknown>> {
  switch (feedId) {
    case "osv": return { ...(ecosystems ? { ecosystems } : {}), except, tmpDir: scratch };
    case "nvd": return nvdApiKey === undefined ? {} : { apiKey: new Secret(nvdApiKey) };
    default: return {};
  }
}
