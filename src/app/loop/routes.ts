// Routes as they are kept: a list people edit, and who gets what no route takes.
import type { Routes } from "../../notify/route.ts";
import type { Ports } from "../../store/store.ts";

/** Without routes every receiver gets everything: a first receiver works at once. */
export async function readRoutes(ports: Pick<Ports, "settings">, org: string): Promise<Routes> {
  const kept = await ports.settings.find(org, "routes");
  const list = kept ? (JSON.parse(kept.value) as Routes["list"]) : [];
  const defaultReceivers = (await ports.settings.receivers(org)).map(({ id }) => id);
  return { list, defaultReceivers: list.length === 0 ? defaultReceivers : [] };
}
