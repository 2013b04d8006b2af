// Reads members of an untyped value and notes every place that is wrong, so that all of them are told at once.
import type { FaultPlace } from "../../kernel/fault.ts";
import { pointerPart } from "./text-lines.ts";

export type Members = Readonly<Record<string, unknown>>;
export interface Shape { pattern?: RegExp; rule: string }

/** Reads what can be read; what cannot becomes a place and a harmless value. The value is used only when there are no places. */
export class MemberReader {
  readonly places: FaultPlace[] = [];

  wrong(at: string, rule: string): void { this.places.push({ at, rule }); }

  /** A mapping with no other members than these. */
  members(value: unknown, at: string, known: readonly string[]): Members {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.wrong(at, `is a mapping with ${known.join(", ")}`);
      return {};
    }
    for (const name of Object.keys(value)) if (!known.includes(name)) this.wrong(`${at}/${pointerPart(name)}`, `is none of ${known.join(", ")}`);
    return value as Members;
  }

  list<T>(value: unknown, at: string, read: (item: unknown, at: string) => T): T[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) { this.wrong(at, "is a list"); return []; }
    return value.map((item, index) => read(item, `${at}/${index}`));
  }

  text(value: unknown, at: string, { pattern = /^[^\p{Cc}]{1,200}$/u, rule }: Shape): string {
    if (typeof value === "string" && pattern.test(value)) return value;
    this.wrong(at, value === undefined || value === null ? `is missing; it ${rule}` : rule);
    return "";
  }

  optional(value: unknown, at: string, shape: Shape): string | undefined {
    return value === undefined || value === null ? undefined : this.text(value, at, shape);
  }

  texts(value: unknown, at: string, shape: Shape): string[] {
    return this.list(value, at, (item, place) => this.text(item, place, shape));
  }

  number(value: unknown, at: string, { least, most, otherwise, isWhole }: { least: number; most: number; otherwise: number | undefined; isWhole: boolean }): number {
    if (value === undefined && otherwise !== undefined) return otherwise;
    if (typeof value === "number" && value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
    this.wrong(at, `${value === undefined ? "is missing; it " : ""}is a ${isWhole ? "whole " : ""}number from ${least} to ${most}`);
    return least;
  }

  choice<T extends string>(value: unknown, at: string, choices: readonly T[], otherwise?: T): T {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    if (value === undefined && otherwise !== undefined) return otherwise;
    this.wrong(at, `is one of ${choices.join(", ")}`);
    return choices[0] as T;
  }
}
