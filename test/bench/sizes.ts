// The sizes that are measured: the whole is a company of 400 services, the others are parts and multiples of it.
import type { FleetSize } from "./fleet.ts";

/** The world (packages and advisories) does not grow with a fleet: only the quick run has a small one. */
export interface Size { name: string; fleet: FleetSize; packages: number; advisories: number; notices: number; calls: number }

const part = (share: number): FleetSize => ({
  services: Math.round(400 * share), releasesPerService: 5, componentsPerRelease: 300,
  deployments: Math.round(20_000 * share), endpoints: Math.round(2000 * share), owners: Math.min(400, Math.max(4, Math.round(40 * share))),
});
const world = { packages: 5000, advisories: 30_000 };

export const quick: Size = { name: "0.05x", fleet: part(0.05), packages: 1000, advisories: 1500, notices: 4, calls: 40 };
export const tenth: Size = { name: "0.1x", fleet: part(0.1), ...world, notices: 30, calls: 200 };
export const whole: Size = { name: "1x", fleet: part(1), ...world, notices: 100, calls: 200 };
export const tenfold: Size = { name: "10x", fleet: part(10), ...world, notices: 30, calls: 200 };
