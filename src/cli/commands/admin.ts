// aftwatch admin link: a one-time way into the console.
import { makeAdminLink } from "../../access/admin-link.ts";
import { toIso } from "../../kernel/clock.ts";
import { defineCommand } from "../command.ts";
import type { CommandCall } from "../command.ts";
import { withOfflineApp } from "../offline.ts";

const link = defineCommand({
  path: "admin link",
  about: "print a link that opens one administrator's session within 15 minutes",
  examples: ["aftwatch admin link", "aftwatch admin link --data ./data"],
  options: [{ flags: "--data <dir>", about: "when no server runs: the link works once it does" }],
  async run(call) {
    const { url, expiresAt } = await linkOf(call);
    if (["table", "wide", "tsv"].includes(call.output.format)) call.io.out.write(`${url}\n`);
    else call.output.thing("admin-link", { url, expiresAt });
    call.say(`Good once, until ${expiresAt}.`);
    return 0;
  },
});

async function linkOf(call: CommandCall): Promise<{ url: string; expiresAt: string }> {
  const dir = call.text("data");
  if (dir === undefined) return (await call.client()).post<{ url: string; expiresAt: string }>("/admin-links", {});
  return withOfflineApp(call.io, dir, async (app) => {
    const { secret, expiresAt } = await makeAdminLink({ store: app.access, clock: app.clock }, app.org);
    await app.ledger.append(app.org, "link.made", "session:admin", "host", {});
    return { url: new URL(`/login/${secret}`, app.publicUrl).href, expiresAt: toIso(expiresAt) };
  });
}

export const commands = [link];
