// aftwatch config view: the settings in force, and where each came from.
import { defineCommand } from "../command.ts";

const view = defineCommand({
  path: "config view",
  about: "the settings in force here, of the client and of a server started here",
  examples: ["aftwatch config view", "aftwatch config view --show-origin"],
  options: [{ flags: "--show-origin", about: "also the flag, variable or file that each came from" }],
  async run(call) {
    const { url, token } = await call.connection();
    const { isSecretSetting, settingTexts } = await import("../../app/settings.ts");
    const rows: Row[] = [
      { of: "client", setting: "url", value: url.value, origin: url.origin },
      { of: "client", setting: "token", value: token ? String(token.value) : null, origin: token?.origin ?? null },
      ...Object.entries(settingTexts(call.io.env, {}, call.io.cwd)).map(([setting, { value, from }]) => ({ of: "server", setting, value: isSecretSetting(setting) && value !== "" ? "[secret]" : withoutPassword(value), origin: from })),
    ];
    const columns = [{ head: "OF", of: (row: Row) => row.of }, { head: "SETTING", of: (row: Row) => row.setting }, { head: "VALUE", of: (row: Row) => row.value }, { head: "ORIGIN", of: (row: Row) => row.origin }];
    const isShown = call.flag("showOrigin");
    call.output.rows("settings", isShown ? columns : columns.slice(0, 3), rows);
    return 0;
  },
});

/** user:password of a URL: shown as there, never as what. */
export const withoutPassword = (text: string): string => text.replace(/\/\/[^/@\s]+@/, "//[secret]@");

/** of: the program it is for. */
interface Row { of: string; setting: string; value: string | null; origin: string | null }

export const commands = [view];
