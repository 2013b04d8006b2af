// How surprising a fact is, in bits: -log2 of its probability, after what was seen of its kind until then.

/**
 * The chance that the next observation is one never seen: Good and Turing's singletons/observations (I. J. Good, Biometrika 40, 1953), with half a
 * singleton added so that it is never nothing. 1 when nothing of the kind was seen.
 */
export const unseenShare = (singles: number, observations: number): number => (observations === 0 ? 1 : Math.min(1, (singles + 0.5) / (observations + 1)));

/** As unseenShare without the half: what the end of learning is decided by. */
export const plainUnseenShare = (singles: number, observations: number): number => (observations === 0 ? 1 : singles / observations);

/** The chance of a fact that is known and rare (Laplace: one is added to the count of every fact known, and to that of the unseen). */
export const rareShare = (count: number, observations: number, facts: number): number => (count + 1) / (observations + facts + 1);

/** Of the first fact of a kind, among facts of other kinds. */
export const firstOfKindShare = (observationsOfAllKinds: number): number => 1 / (observationsOfAllKinds + 2);

export const bitsOf = (share: number): number => Math.max(0, -Math.log2(Math.min(1, share)));

/** The share of past surprises that were smaller. */
export const quantileOf = (past: readonly number[], bits: number): number => (past.length === 0 ? 1 : past.filter((one) => one < bits).length / past.length);
