// The peers of the benchmark, one after the other on the same range.
import type { ExpectedCase } from "../../../dast/range/whole.ts";
import { judge } from "../judge.ts";
import type { Peer, PeerOrder, PeerResult } from "./peer.ts";
import { wapiti } from "./wapiti.ts";

const peers: readonly Peer[] = [wapiti];

/** requests: how many the range has been sent so far. A peer that cannot be run is said aloud and has no verdict. */
export async function runPeers(order: PeerOrder, expected: readonly ExpectedCase[], requests: () => Promise<number>, say: (text: string) => void): Promise<PeerResult[]> {
  const results: PeerResult[] = [];
  for (const peer of peers) {
    say(`${peer.name}, for ${Math.round(order.capSeconds)} s at most ...`);
    const before = await requests();
    const { version, said, seconds, why } = await peer.run(order);
    if (why !== undefined) say(`${peer.name}: ${why}`);
    results.push({ name: peer.name, version, seconds, requests: await requests() - before, why, verdict: said === undefined ? undefined : judge(expected, said, () => true) });
  }
  return results;
}
