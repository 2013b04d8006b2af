// Proof that a file of the system was read: its content by grammar, twice, and a name beside it that does not exist stays empty.
import type { Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { canHold, heard, step } from "./judged.ts";
import type { KnownFile } from "./known-files.ts";

/** What names the file in a value of the point. */
export interface FileReading { technique: string; file: KnownFile; write(path: string): string; because: string }

/** One request while nothing shows, four for a proof. */
export async function provesRead(point: Point, tools: Tools, reading: FileReading, send: (value: string) => Promise<Exchange> = (value) => tools.at(point, value)): Promise<Proof | undefined> {
  const { file } = reading;
  const value = reading.write(file.path);
  if (!canHold(point.kind, value)) return undefined;
  const first = await send(value);
  if (!file.isIn(heard(first))) return undefined;
  const baseline = await tools.baseline(point.route);
  if (baseline?.exchanges.some((exchange) => file.isIn(heard(exchange))) ?? false) return undefined;
  const again = await send(value);
  const missing = file.path.replace(/[^/]+$/, tools.seed.word("missing-file", 7));
  const control = await send(reading.write(missing));
  if (!file.isIn(heard(again)) || control.failure?.kind === "refused" || file.isIn(heard(control))) return undefined;
  return {
    technique: reading.technique, confidence: "confirmed", because: `${reading.because}: the answer has ${file.about}.`,
    steps: [step("attack", first, `The answer contains ${file.about}.`), step("attack", again, "It does so again."), step("control", control, `A file beside it that does not exist (${missing}) gives none of it.`)],
  };
}
