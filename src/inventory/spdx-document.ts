// SPDX 2.2 and 2.3 whatever the notation: packages become components, what the document describes becomes its subject.
import { parseInstant } from "../kernel/clock.ts";
import { Fault } from "../kernel/fault.ts";
import { mustReadVersion, spdxVersions } from "./sbom-document.ts";
import type { SbomHead, SbomLimits, SbomPart, SbomSubject } from "./sbom-format.ts";
import { createSbomParts, textOf } from "./sbom-parts.ts";
import type { SbomParts } from "./sbom-parts.ts";

/** SPDX 2.3 annex F.2: both names of CPE types, "cpe23Type" and "cpe22Type", also as the URL of the type. */
export const isCpeType = (type: unknown): boolean => typeof type === "string" && /(?:^|\/)cpe2[23]Type$/.test(type);

/** A package as the notation spells it. purls: external references of type purl (SPDX 2.3 section 7.21). concluded, declared: its licences (7.13, 7.15). */
export interface SpdxPackage { at: string; spdxId: unknown; name: unknown; version: unknown; purpose: unknown; purls: readonly { at: string; value: unknown }[]; cpes?: readonly unknown[]; sha256: string | undefined; concluded: unknown; declared: unknown; sourceInfo: unknown }

/** The facts the document states about itself; each may come anywhere in it. */
export interface SpdxFacts { version?: string; serial?: string | undefined; createdAt?: number | undefined; tools: string[] }

const documentId = "SPDXRef-DOCUMENT";

export class SpdxDocument {
  readonly #format: string;
  readonly #parts: SbomParts;
  readonly #described = new Set<string>();
  readonly #subjects = new Map<string, SbomSubject>();
  readonly #facts: SpdxFacts = { tools: [] };

  constructor(format: string, limits: SbomLimits) {
    this.#format = format;
    this.#parts = createSbomParts(limits);
  }

  takePackage(found: SpdxPackage): SbomPart[] {
    const { name, version, spdxId, sha256 } = found;
    const purls = found.purls.length > 0 ? found.purls : [{ at: found.at, value: undefined }];
    const id = textOf(spdxId);
    if (id !== undefined) this.#subjects.set(id, { name: textOf(name), version: textOf(version), purl: textOf(purls[0]?.value), digest: sha256 });
    const isOperatingSystem = textOf(found.purpose)?.replace("-", "_") === "OPERATING_SYSTEM";
    // One package may carry several purls (the same build in two repositories): each is a component of its own.
    const licences = [{ text: found.concluded, acknowledgement: "concluded" }, { text: found.declared }];
    return purls.flatMap(({ at, value }) => this.#parts.take({ at, name, version, purl: value, cpes: found.cpes ?? [], isOperatingSystem, licences, sourceInfo: found.sourceInfo }));
  }

  reject(at: string, detail: string, name?: string): SbomPart[] { return this.#parts.reject({ at, name, reason: "malformed", detail }); }

  describe(spdxId: unknown): void { if (typeof spdxId === "string") this.#described.add(spdxId); }

  // SPDX 2.3 section 11.1: DESCRIBES leads from the document to what it is about, DESCRIBED_BY back.
  relate(from: unknown, type: unknown, to: unknown): void {
    if (type === "DESCRIBES" && from === documentId) this.describe(to);
    if (type === "DESCRIBED_BY" && to === documentId) this.describe(from);
  }

  setVersion(value: unknown, at: string): void { this.#facts.version = mustReadVersion("SPDX", value, spdxVersions, at); }
  setSerial(value: unknown): void { this.#facts.serial = textOf(value); }
  setCreated(value: unknown): void { this.#facts.createdAt = parseInstant(textOf(value) ?? ""); }
  addCreator(value: unknown): void {
    const tool = /^Tool:\s*(.+)$/.exec(textOf(value) ?? "")?.[1];
    if (tool !== undefined) this.#facts.tools.push(tool);
  }

  finish(): SbomPart[] {
    const { version, serial, createdAt, tools } = this.#facts;
    if (version === undefined) throw new Fault("sbom.unrecognised", { detail: "It has no SPDX version.", places: [{ at: "spdxVersion", rule: "must name the version of SPDX (section 6.1)" }] });
    const head: SbomHead = { format: this.#format, specVersion: version, serial, createdAt, tools, subject: this.#subject() };
    return [...this.#parts.finish(), { kind: "head", head }];
  }

  // A document that describes several packages has no one subject.
  #subject(): SbomSubject | undefined {
    const described = [...this.#described].map((id) => this.#subjects.get(id)).filter((subject) => subject !== undefined);
    return described.length === 1 ? described[0] : undefined;
  }
}
