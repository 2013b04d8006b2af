// The family of channels: the registry is the folder, and every member passes the suite.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { describeChannel } from "../channel.suite.ts";
import type { ChannelCase } from "../channel.suite.ts";
import { channels } from "./index.ts";

const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

const cases: Readonly<Record<string, Omit<ChannelCase, "channel">>> = {
  email: {
    rawSettings: (port) => ({ host: "127.0.0.1", port, security: "starttls", user: "watch", password: "pw-xyzzy", from: "watch@aftwatch.example", to: ["oncall@aftwatch.example"] }),
    secrets: ["pw-xyzzy"],
  },
  slack: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/services/T0/B0/xyzzy`, allowPrivate: true }), secrets: ["xyzzy"] },
  webhook: { rawSettings: (port) => ({ url: `http://127.0.0.1:${port}/in/xyzzy`, secrets: [secret], allowPrivate: true }), secrets: ["xyzzy", secret] },
};

describe("src/notify/channels/index.ts", () => {
  it("lists every file of the folder, each with its name as id", () => {
    const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "index.ts");
    expect(channels.all.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it("has no id twice", () => expect(new Set(channels.all.map(({ id }) => id)).size).toBe(channels.all.length));

  it("has a case of the suite for each", () => expect(Object.keys(cases).toSorted()).toEqual(channels.all.map(({ id }) => id).toSorted()));
});

for (const channel of channels.all) {
  const one = cases[channel.id];
  if (one !== undefined) describeChannel({ channel, ...one });
}
