// The settings of the OSV feed.
import { tmpdir } from "node:os";
import { Fault } from "../../../kernel/fault.ts";
import type { FaultPlace } from "../../../kernel/fault.ts";

export interface OsvSettings {
  /** Folder names of the bucket ("npm", "Red Hat"); undefined = every one that ecosystems.txt lists. */
  ecosystems: readonly string[] | undefined;
  /** Folder names that are left out when `ecosystems` does not name them. */
  except: readonly string[];
  /** Where archives are kept while they are read. */
  tmpDir: string;
  /** How often the complete listing is compared, to notice records that are gone. */
  relistHours: number;
}

// A folder of the bucket becomes a part of a URL: one segment that cannot climb.
export const isEcosystemFolder = (text: string): boolean => /^[A-Za-z0-9[][A-Za-z0-9 ._[\]+-]{0,99}$/.test(text) && !text.includes("..");

/** Throws a Fault `settings.invalid` naming each setting that cannot be used. */
export function readSettings(given: Readonly<Record<string, unknown>>): OsvSettings {
  const { ecosystems, except = [], tmpDir = tmpdir(), relistHours = 24 } = given;
  const places: FaultPlace[] = [];
  if (ecosystems !== undefined && !isFolderList(ecosystems)) places.push({ at: "/ecosystems", rule: "is a list of at least one ecosystem as OSV's ecosystems.txt spells it, without a release suffix" });
  if (!Array.isArray(except) || !except.every((item) => typeof item === "string")) places.push({ at: "/except", rule: "is a list of ecosystems as OSV's ecosystems.txt spells them" });
  if (typeof tmpDir !== "string" || tmpDir === "") places.push({ at: "/tmpDir", rule: "is the path of a folder" });
  if (typeof relistHours !== "number" || !(relistHours > 0)) places.push({ at: "/relistHours", rule: "is a number of hours above zero" });
  if (places.length > 0) throw new Fault("settings.invalid", { detail: "feed osv", places });
  return { ecosystems: ecosystems as OsvSettings["ecosystems"], except: except as string[], tmpDir: String(tmpDir), relistHours: Number(relistHours) };
}

const isFolderList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string" && isEcosystemFolder(item));

/** Is this ecosystem loaded: when it is named, or when none is and it is not left out. */
export const isSelected = ({ ecosystems, except }: OsvSettings, ecosystem: string): boolean => ecosystems?.includes(ecosystem) ?? !except.includes(ecosystem);
