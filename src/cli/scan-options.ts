// The options of a scan, checked before anything is read: what to write where, and what fails.
import { Fault } from "../kernel/fault.ts";
import { dayMs } from "../kernel/clock.ts";
import type { CommandCall } from "./command.ts";

/** to: a file; undefined is standard output. */
export interface Destination { format: string; to: string | undefined }

const reportFormats = ["table", "json", "jsonl", "sarif", "cyclonedx", "openvex", "csv", "markdown", "tsv"] as const;
const shorter: Readonly<Record<string, string>> = { md: "markdown", cdx: "cyclonedx", vex: "openvex" };

/** `-o json`, `-o sarif=out.sarif`, `--output FILE`, `--json`; a terminal gets a table and a pipe its rows. */
export function destinationsOf(call: Pick<CommandCall, "io" | "text" | "texts" | "flag">): Destination[] {
  const output = call.text("output");
  const given = [...call.texts("format"), ...(call.flag("json") ? ["json"] : [])];
  if (given.length === 0) {
    if (output !== undefined && (reportFormats as readonly string[]).includes(output)) throw new Fault("cli.usage", { detail: `--output names a file here; the format is -o ${output}.` });
    return [{ format: call.io.out.isTty || output !== undefined ? "table" : "tsv", to: output }];
  }
  const places = given.map(destinationFrom);
  const loose = places.filter(({ to }) => to === undefined);
  if (loose.length > 1) throw new Fault("cli.usage", { detail: `Two reports cannot share one place: give ${loose.map(({ format }) => `-o ${format}=FILE`).join(" or ")}.` });
  return places.map((place) => ({ ...place, to: place.to ?? output }));
}

function destinationFrom(text: string): Destination {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  const format = shorter[name] ?? name;
  if (!(reportFormats as readonly string[]).includes(format)) throw new Fault("cli.usage", { detail: `-o ${name} is not a format; there are ${reportFormats.join(", ")}.` });
  if (equals === text.length - 1) throw new Fault("cli.usage", { detail: `-o ${text} names no file.` });
  return { format, to: equals < 0 ? undefined : text.slice(equals + 1) };
}

const failingMaxAgeMs = 7 * dayMs;

/** words: of --fail-on, repeated or with commas. maxAgeMs: undefined when nothing is to be decided. */
export interface Deciding<Word extends string> { words: readonly Word[]; maxAgeMs: number | undefined; unscored: "undecided" | "fires" | "ignored" }

export function decidingOf<Word extends string>(call: Pick<CommandCall, "text" | "texts">, known: readonly Word[], durationMs: (text: string) => number | undefined): Deciding<Word> {
  const words = call.texts("failOn").flatMap((text) => text.split(",")).map((word) => word.trim()).filter((word) => word !== "").map((word) => {
    const found = known.find((one) => one === word);
    if (found === undefined) throw new Fault("cli.usage", { detail: `--fail-on ${word} is not a word it knows; they are ${known.join(", ")}.` });
    return found;
  });
  const age = call.text("maxAge");
  const maxAgeMs = age === undefined ? (words.length > 0 ? failingMaxAgeMs : undefined) : durationMs(age);
  if (age !== undefined && maxAgeMs === undefined) throw new Fault("cli.usage", { detail: `--max-age must be a time such as 24h or 7d, not "${age}".` });
  return { words, maxAgeMs, unscored: (call.text("unscored") ?? "undecided") as Deciding<Word>["unscored"] };
}
