// Walks every page of a list, for the few answers that are about all of it.
import type { Page, PageRequest } from "../kernel/page.ts";

export async function* allPages<T>(list: (page: PageRequest) => Promise<Page<T>>): AsyncIterable<T> {
  for (let after: string | undefined, isLast = false; !isLast;) {
    const page = await list({ limit: 500, after });
    yield* page.items;
    after = page.next;
    isLast = after === undefined;
  }
}

/** The whole list at once, for answers that need it so. */
export async function everyRow<T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const rows: T[] = [];
  for await (const row of allPages(list)) rows.push(row);
  return rows;
}

/** How long a list is, at the price of one row. */
export const totalOf = async <T>(list: (page: PageRequest) => Promise<Page<T>>): Promise<number> => (await list({ limit: 1, after: undefined })).total;
