// Plug-ins: data first (id, one sentence), then the fewest functions; a family is one visible list.

/** What every plug-in has. id = its file name, in settings, API, metrics and docs alike. */
export interface Plugin { readonly id: string; readonly about: string }

/** A family of plug-ins, in the order they were listed. */
export interface Registry<P extends Plugin> {
  readonly family: string;
  readonly all: readonly P[];
  find(id: string): P | undefined;
}

/**
 * Registers a family; throws on an id used twice, because that is a programming error.
 *
 * @example export const channels = register("channel", [email, slack, webhook]);
 */
export function register<P extends Plugin>(family: string, all: readonly P[]): Registry<P> {
  const byId = new Map(all.map((plugin) => [plugin.id, plugin]));
  if (byId.size !== all.length) throw new TypeError(`two plug-ins of the family ${family} share an id`);
  return { family, all, find: (id) => byId.get(id) };
}
