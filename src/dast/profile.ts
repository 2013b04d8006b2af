// Profiles: what a scan may do, how much and how fast. Production is the default and only reads.
import type { Risk } from "./risk.ts";

/** Limits for each host under test. */
export interface Budget {
  requests: number;
  /** Received, after decoding. */
  bytes: number;
  totalMs: number;
  requestsPerSecond: number;
  /** Requests under way at once. */
  concurrency: number;
  /** One reply: longer ones are cut, slower ones given up. */
  replyBytes: number;
  replyMs: number;
}

export interface Profile {
  id: ProfileId;
  about: string;
  risks: readonly Risk[];
  /** Upper case; "*": any other, invented ones too. */
  methods: readonly string[];
  budget: Budget;
  /** Slow down when the target does: see traffic/governor.ts. */
  backsOff: boolean;
  /** Never request what its words say would end a session, pay, delete or send: see traffic/word-guard.ts. */
  guardsWords: boolean;
}

export const profileIds = ["passive", "production", "staging", "full", "api"] as const;
export type ProfileId = (typeof profileIds)[number];

const minute = 60_000;
const mebi = 2 ** 20;
const reads = ["GET", "HEAD", "OPTIONS"] as const;
const all = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const;
// Methods that read, which applications seldom mean to answer (RFC 9110 section 9.3.8, RFC 4918, RFC 5323, RFC 3253).
const rare = ["TRACE", "PROPFIND", "SEARCH", "REPORT", "QUERY"] as const;
const gentle: Budget = { requests: 20_000, bytes: 500 * mebi, totalMs: 60 * minute, requestsPerSecond: 10, concurrency: 2, replyBytes: 2 * mebi, replyMs: 20_000 };
const brisk: Budget = { requests: 2_000_000, bytes: 32_000 * mebi, totalMs: 480 * minute, requestsPerSecond: 500, concurrency: 12, replyBytes: 4 * mebi, replyMs: 30_000 };

export const profiles: Readonly<Record<ProfileId, Profile>> = {
  passive: { id: "passive", about: "Crawls by links and looks at what comes; sends nothing that a visitor would not.", risks: ["passive", "browser"], methods: ["GET", "HEAD"], budget: gentle, backsOff: true, guardsWords: true },
  production: { id: "production", about: "Reads only: inert markers, no form but the login, a small budget that gives way to the target's distress.", risks: ["passive", "marker", "browser"], methods: reads, budget: gentle, backsOff: true, guardsWords: true },
  staging: { id: "staging", about: "Attacks that leave nothing harmful behind, with forms and all methods.", risks: ["passive", "marker", "payload", "timing", "out-of-band", "browser", "write", "stored", "load"], methods: [...all, ...rare], budget: brisk, backsOff: true, guardsWords: true },
  full: { id: "full", about: "Everything, for systems that are thrown away afterwards.", risks: ["passive", "marker", "payload", "timing", "out-of-band", "browser", "write", "stored", "upload", "smuggling", "credentials", "load"], methods: [...all, ...rare, "*"], budget: brisk, backsOff: true, guardsWords: false },
  api: { id: "api", about: "APIs by their description: like staging, without a browser.", risks: ["passive", "marker", "payload", "timing", "out-of-band", "write", "load"], methods: [...all, ...rare], budget: brisk, backsOff: true, guardsWords: true },
};

/** Methods are told apart by case (RFC 9110 section 9.1): "get" is another one. */
export const allowsMethod = ({ methods }: Pick<Profile, "methods">, method: string): boolean => methods.includes(method) || methods.includes("*");

/** The profile's budget with what people set; a limit that is no number above nothing stays the profile's. */
export const budgetOf = ({ budget }: Pick<Profile, "budget">, set: Partial<Budget>): Budget => ({ ...budget, ...Object.fromEntries(Object.entries(set).filter(([, value]) => Number.isFinite(value) && (value ?? 0) > 0)) });
