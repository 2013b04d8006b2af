// A preview shows a message in the receiver's words and as its channel writes it; nothing leaves, nothing secret shows.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTestApp } from "../../../test/open-test-app.ts";
import type { TestApp } from "../../../test/open-test-app.ts";
import { sampleNotice } from "../../notify/notice.sample.ts";
import { outboxRows } from "../../notify/outbox-rows.ts";
import { openReceiver } from "../../notify/receiver.sample.ts";
import type { LoopbackReceiver } from "../../notify/receiver.sample.ts";

let test: TestApp;
let hook: LoopbackReceiver;
beforeEach(async () => { [test, hook] = [await openTestApp(), await openReceiver((response) => response.end())]; });
afterEach(async () => { await hook.close(); await test.close(); });

const put = (channel: string, settings: object, common: object = {}) => test.app.notices.putReceiver(test.app.org, { id: "ops", channel, settings: { allowPrivate: true, ...settings }, common }, "test");
const preview = (request = {}) => test.app.notices.previewReceiver(test.app.org, "ops", request);

describe("src/app/delivery/receiver-preview.ts", () => {
  it("shows a sample in the receiver's words and as the channel writes it, and sends nothing", async () => {
    await put("pagerduty", { routingKey: "xyzzy0123456789xyzzy0123456789xy", url: `http://127.0.0.1:${hook.port}` }, { titleTemplate: "{{ labels.owner }}: {{ title }}" });
    const shown = await preview();
    expect([shown?.message.title, shown?.text.split("\n")[0], shown?.payload?.to]).toEqual(["payments: Upgrade libexample to 2.4.1", "[critical] payments: Upgrade libexample to 2.4.1", `127.0.0.1:${hook.port}`]);
    expect(JSON.parse(shown?.payload?.body ?? "")).toMatchObject({ routing_key: "[secret]", event_action: "trigger", payload: { summary: "payments: Upgrade libexample to 2.4.1" } });
    expect(JSON.stringify(shown)).not.toContain("xyzzy");
    expect(hook.received).toEqual([]);
  });

  it("shows a past notice, and settings that are only being tried", async () => {
    await put("webhook", { url: `http://127.0.0.1:${hook.port}/in`, secrets: [`whsec_${Buffer.alloc(24, 7).toString("base64")}`] });
    await test.app.store.write((ports) => ports.notices.enqueue(outboxRows({ org: test.app.org, noticeId: "ntc_1", notice: sampleNotice({ at: 0 }), routed: { kind: "no-receiver", why: "none" }, now: 0 })));
    expect(await preview({ notice: "ntc_1", common: { whyTemplate: "{{ severity }}!" } })).toMatchObject({ message: { title: "Upgrade libalder to 2.4.1", why: "critical!" }, payload: { body: expect.stringContaining('"critical!"') } });
    await expect(preview({ common: { titleTemplate: "{% if %}" } })).rejects.toMatchObject({ code: "settings.invalid", places: [{ at: "/common/titleTemplate" }] });
  });

  it("a channel that asks first, or mails, shows the words only", async () => {
    await put("github", { token: "ghp_0123456789", repository: "acme/ops", url: `http://127.0.0.1:${hook.port}` });
    expect((await preview())?.payload).toBeUndefined();
    await test.app.notices.putReceiver(test.app.org, { id: "ops", channel: "email", settings: { host: "127.0.0.1", port: hook.port, security: "none", from: "a@b.example", to: "c@d.example" } }, "test");
    expect(await preview()).toMatchObject({ text: expect.stringContaining("Upgrade libexample"), payload: undefined });
    expect(hook.received).toEqual([]);
  });

  it("a receiver or notice that is not there is undefined", async () => {
    expect(await preview()).toBeUndefined();
    await put("slack", { url: `http://127.0.0.1:${hook.port}/services/x` });
    expect(await preview({ notice: "ntc_none" })).toBeUndefined();
  });
});
