// What a peer of the benchmark is: another scanner, run on the same range with the same time, its words put into ours.
import type { Said, Verdict } from "../judge.ts";

export interface PeerOrder { url: string; capSeconds: number; /** A folder of its own. */ work: string; /** Our checks that are asked for; empty: all. */ checks: readonly string[] }
/** Undefined said: it is not on this machine, or broke; why says which. */
export interface PeerRun { version: string; said: readonly Said[] | undefined; seconds: number; why: string | undefined }
export interface Peer { name: string; run(order: PeerOrder): Promise<PeerRun> }
export interface PeerResult { name: string; version: string; seconds: number; requests: number; why: string | undefined; verdict: Verdict | undefined }
