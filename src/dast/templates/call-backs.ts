// Names of our own that a template puts into requests, and what has called by them.
import type { Interaction, OutOfBand, OutOfBandName } from "../out-of-band.ts";
import type { Value } from "./dsl/value.ts";

const mark = /\{\{\s*interactsh-url(_\d+)?\s*\}\}/g;

export interface CallBacks {
  /** The text with a name of ours in place of each mark. */
  named(mould: string): string;
  isUsed(): boolean;
  /** interactsh_protocol, interactsh_request, interactsh_response, interactsh_ip: undefined when nothing has called. */
  value(name: string): Value;
  /** Waits for who calls; keeps what came. */
  listen(withinMs: number): Promise<void>;
}

/** Without a listener marks stay, so that what needs one is not sent. */
export function createCallBacks(outOfBand: OutOfBand | undefined, label: string): CallBacks {
  const names = new Map<string, OutOfBandName>();
  let heard: readonly Interaction[] = [];
  const nameOf = (which: string): OutOfBandName | undefined => {
    const known = names.get(which) ?? outOfBand?.name(`${label}${which}`);
    if (known) names.set(which, known);
    return known;
  };
  return {
    named: (mould) => (outOfBand === undefined || !mould.includes("interactsh") ? mould : mould.replaceAll(mark, (all, which: string | undefined) => { const name = nameOf(which ?? ""); return name ? hostOf(name) : all; })),
    isUsed: () => names.size > 0,
    value: (name) => valueOf(name, heard),
    async listen(withinMs) {
      for (const { token } of names.values()) if (outOfBand) heard = [...heard, ...await outOfBand.seen(token, heard.length === 0 ? withinMs : 0)];
    },
  };
}

/** Templates write the name where a host goes, often before a path of their own: a listener without a domain is met by address and path. */
const hostOf = ({ url, host }: OutOfBandName): string => host ?? url.replace(/^https?:\/\//, "");

function valueOf(name: string, heard: readonly Interaction[]): Value {
  if (heard.length === 0) return undefined;
  switch (name) {
    case "interactsh_protocol": return [...new Set(heard.map(({ over }) => over))].join("\n");
    case "interactsh_request": return heard.map(({ detail }) => detail).join("\n");
    case "interactsh_response": return "";
    case "interactsh_ip": return heard[0]?.from;
    default: return undefined;
  }
}
