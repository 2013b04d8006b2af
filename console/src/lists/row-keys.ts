// Moving through a table with j and k: the focus itself moves, so Enter, Tab and a screen reader all follow.
import type { RefObject } from "react";
import { useKeys } from "../shell/keys.ts";
import type { KeyBinding } from "../shell/keys.ts";

export interface RowActions { toggle?: ((index: number) => void) | undefined; peek?: ((index: number) => void) | undefined; exportAll?: (() => void) | undefined; extra?: readonly { keys: string; about: string; run: (index: number) => void }[] | undefined }

export function useRowKeys(table: RefObject<HTMLTableElement | null>, { toggle, peek, exportAll, extra = [] }: RowActions): void {
  const links = (): HTMLElement[] => [...(table.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
  const current = (): number => links().findIndex((link) => link.closest("tr")?.contains(document.activeElement) === true);
  const go = (step: 1 | -1): number => {
    const index = Math.min(Math.max(current() + step, 0), links().length - 1);
    links()[index]?.focus();
    return index;
  };
  const onRow = (act: (index: number) => void) => (): void => { const index = current(); if (index >= 0) act(index); };
  const list = (keys: string, about: string, run: () => void): KeyBinding => ({ keys, about, group: "Lists", run });
  useKeys([
    list("j", "Next row", () => void go(1)),
    list("k", "Previous row", () => void go(-1)),
    list("enter", "Open the row", onRow((index) => links()[index]?.click())),
    ...(toggle ? [list("x", "Select the row", onRow(toggle)), list("shift+j", "Select and go down", () => { onRow(toggle)(); go(1); }), list("shift+k", "Select and go up", () => { onRow(toggle)(); go(-1); })] : []),
    ...(peek ? [list("space", "Peek at the row", onRow(peek))] : []),
    ...(exportAll ? [list("e", "Export the whole list", exportAll)] : []),
    ...extra.map(({ keys, about, run }) => list(keys, about, onRow(run))),
  ]);
}
