// Why a detection was made, with the lineage of its process where one is known.
import type { WhyOf } from "./record-hits.ts";
import type { Watch } from "./watch.ts";

export const whyIn = (watch: Watch): WhyOf => ({ hit }) => {
  const tree = watch.processes.lineage(hit.event);
  return tree.length === 0 ? hit.why : { ...hit.why, proof: { ...hit.why.proof, processes: tree } };
};
