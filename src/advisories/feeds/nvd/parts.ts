// What a feed yields for one CVE: the advisory, then what of it could not be used.
import type { FeedPart } from "../../feed.ts";
import { readCve } from "./read.ts";

export function* partsOfCve(text: string, label: string): Generator<FeedPart> {
  const reading = readCve(text, label);
  if (reading.kind === "reject") { yield reading; return; }
  yield { kind: "advisory", advisory: reading.advisory };
  for (const { at, reason } of reading.left) yield { kind: "reject", record: `${reading.advisory.id}#${at}`, reason };
}
