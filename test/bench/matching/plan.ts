// What is measured, at which sizes, and how often: the whole run and the smoke run.
import type { Row } from "../figures.ts";
import type { OneAdvisorySize } from "./one-advisory.ts";

/** In the order in which they are measured and shown. */
export const partNames = ["build", "delta", "lookups", "cold", "warm", "peer", "malicious", "one-advisory"] as const;
export type PartName = (typeof partNames)[number];

/**
 * records: advisories that are no malicious packages, the real ones and invented ones up to this number. realAlone: nothing
 * is invented where the real ones are there. folders: of the real ones; all unless told. builds: how often it is built. peerRuns: how often the peer
 * scans each SBOM; 0 where its records would take it hours.
 */
export interface WorldSize { name: string; records: number; realAlone: boolean; folders: readonly string[] | undefined; builds: number; peerRuns: number }

export interface Plan {
  worlds: readonly WorldSize[];
  /** The size that the aims are for. */
  aimed: string;
  malicious: number;
  delta: number;
  /** How often changes are taken and how many processes ask the index. */
  repeats: number;
  scans: readonly { components: number; runs: number; wallAimMs: number; peakAimMb: number | undefined }[];
  /** Real SBOMs to scan, by their place in the shared folder. */
  sboms: readonly string[];
  /** Real SBOMs whose components are judged and drawn from; every one that is read unless told. */
  drawnFrom: readonly string[] | undefined;
  warm: { rounds: number; roundMs: number };
  oneAdvisory: OneAdvisorySize;
}

/** A figure and the size it was measured at; "" when it does not depend on one. */
export interface SizedRow extends Row { size: string }

const world = (name: string, records: number, builds: number, peerRuns: number): WorldSize => ({ name, records, realAlone: false, folders: undefined, builds, peerRuns });

export const whole: Plan = {
  worlds: [{ ...world("33k", 33_000, 3, 5), realAlone: true }, world("300k", 300_000, 3, 3)],
  aimed: "300k", malicious: 200_000, delta: 1000, repeats: 5,
  scans: [{ components: 500, runs: 15, wallAimMs: 250, peakAimMb: 150 }, { components: 10_000, runs: 7, wallAimMs: 1000, peakAimMb: undefined }],
  sboms: ["cyclonedx/juice-shop-flat.cdx-1.4.json.gz", "cyclonedx/syft-plone-5.2.cdx-1.5.json.gz", "cyclonedx/keycloak-10.0.2.cdx-1.2.json.gz", "cyclonedx/syft-python-latest.cdx-1.4.json.gz"],
  drawnFrom: undefined,
  warm: { rounds: 9, roundMs: 400 },
  oneAdvisory: { releases: 2000, componentsPerRelease: 500, packages: 20_000, places: 50, advisories: 200 },
};

/** With --grow: a hundred times the smallest. */
export const grown: Plan = { ...whole, worlds: [...whole.worlds, world("2M", 2_000_000, 1, 0)] };

/** Goes through everything in seconds; its figures mean nothing. */
export const quick: Plan = {
  ...whole,
  worlds: [{ ...world("small", 500, 1, 1), realAlone: true, folders: ["npm"] }, { ...world("larger", 5000, 1, 1), folders: ["npm"] }],
  aimed: "larger", malicious: 300, delta: 100, repeats: 1,
  scans: whole.scans.map((scan) => ({ ...scan, components: scan.components / 10, runs: 1 })),
  sboms: whole.sboms.slice(0, 1), drawnFrom: whole.sboms.slice(0, 1), warm: { rounds: 2, roundMs: 30 },
  oneAdvisory: { releases: 6, componentsPerRelease: 20, packages: 40, places: 3, advisories: 4 },
};
