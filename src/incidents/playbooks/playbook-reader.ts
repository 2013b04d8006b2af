// A playbook from its text: every wrong place is named with its line, all at once.
import { Fault } from "../../kernel/fault.ts";
import type { FaultPlace } from "../../kernel/fault.ts";
import { checkPlaybook } from "./playbook-check.ts";
import { readPlaybookShape } from "./playbook-shape.ts";
import type { Playbook } from "./playbook.ts";
import { collectPlaces, readSource } from "./source.ts";

export interface CheckedPlaybook { playbook: Playbook | undefined; errors: readonly FaultPlace[]; warnings: readonly FaultPlace[] }

/** Never throws for what a person wrote. playbook is undefined when there is any error. */
export function checkText(text: string): CheckedPlaybook {
  try { return checkSource(text); } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    const places = cause.places.length > 0 ? cause.places : [{ at: "line 1", rule: cause.detail ?? cause.message }];
    return { playbook: undefined, errors: places, warnings: [] };
  }
}

function checkSource(text: string): CheckedPlaybook {
  const { value, placeOf } = readSource(text);
  const [errors, warnings] = [collectPlaces(placeOf), collectPlaces(placeOf)];
  const playbook = readPlaybookShape(value, errors);
  checkPlaybook(playbook, errors, warnings);
  return { playbook: errors.all.length === 0 ? playbook : undefined, errors: errors.all, warnings: warnings.all };
}

/** Throws playbook.invalid with every wrong place. */
export function readPlaybook(text: string): Playbook {
  const { playbook, errors } = checkText(text);
  if (!playbook) throw new Fault("playbook.invalid", { detail: errors.map(({ at, rule }) => `${at} ${rule}`).slice(0, 5).join("; "), places: errors });
  return playbook;
}
