// How rarely a magnitude is surpassed, in one series: a histogram of quarter octaves that forgets slowly, and a power law beyond what was seen.

/** JSON as it is. weights[i] is the weight of magnitudes in [2^((from+i)/4), 2^((from+i+1)/4)); a newly added one weighs `gain`, which grows so that older ones count less. */
export interface Tail { from: number; weights: number[]; zeros: number; total: number; gain: number }

export const emptyTail = (): Tail => ({ from: 0, weights: [], zeros: 0, total: 0, gain: 1 });

const perOctave = 4;
/** Magnitudes below 2^-40 count as zero, those above 2^60 as that: keeps the histogram under 400 bins. */
const [lowest, highest] = [-160, 239] as const;
const growth = 2 ** (1 / 6000); // half of the weight is forgotten in 6,000 points
const clampedBin = (octaves: number): number => Math.max(lowest, Math.min(highest, Math.floor(octaves)));
const octavesOf = (magnitude: number): number => Math.log2(magnitude) * perOctave;
const isZero = (magnitude: number): boolean => !(magnitude > 2 ** (lowest / perOctave));

/** -log10 of the share of past magnitudes at or above this one; 0 for the first. Beyond the greatest, Hill's estimate of the tail index carries on. */
export function surpriseOf(tail: Tail, magnitude: number): number {
  if (tail.total === 0) return 0;
  if (isZero(magnitude)) return powerOf(tail, tail.total - 0.5 * tail.zeros);
  const octaves = octavesOf(magnitude);
  const bin = clampedBin(octaves);
  let above = weightOf(tail, bin) * Math.max(0, Math.min(1, bin + 1 - octaves));
  for (let index = Math.max(0, bin + 1 - tail.from); index < tail.weights.length; index += 1) above += tail.weights[index] ?? 0;
  return powerOf(tail, above) + beyond(tail, octaves);
}

const weightOf = ({ from, weights }: Tail, bin: number): number => weights[bin - from] ?? 0;
const powerOf = ({ total, gain }: Tail, above: number): number => Math.max(0, -Math.log10((above + 0.5 * gain) / (total + gain)));

/** Powers of ten that the distance to the greatest remembered magnitude adds. */
function beyond(tail: Tail, octaves: number): number {
  let top = tail.weights.length - 1;
  // What has faded to less than a third of one point is forgotten.
  while (top >= 0 && (tail.weights[top] ?? 0) < 0.3 * tail.gain) top -= 1;
  const past = octaves - (tail.from + top + 1);
  return top < 0 || past <= 0 ? 0 : (past * Math.LN2) / perOctave / tailIndexOf(tail, top) / Math.LN10;
}

/** Hill's estimator over the top twentieth; five points of a middling tail are put to it, so that few points never promise a short one. */
function tailIndexOf({ weights, total, gain }: Tail, top: number): number {
  const wanted = Math.max(0.05 * total, 4 * gain);
  let [weight, logs, bin] = [0, 0, top];
  for (; bin >= 0 && weight < wanted; bin -= 1) { weight += weights[bin] ?? 0; logs += (weights[bin] ?? 0) * (bin + 0.5); }
  const excess = ((logs - weight * (bin + 1)) * Math.LN2) / perOctave;
  return Math.max(0.05, (excess + 0.25 * 5 * gain) / (weight + 5 * gain));
}

export function addTo(tail: Tail, magnitude: number): void {
  tail.gain *= growth;
  tail.total += tail.gain;
  if (isZero(magnitude)) tail.zeros += tail.gain;
  else addToBin(tail, clampedBin(octavesOf(magnitude)));
  if (tail.gain > 2 ** 20) rebase(tail);
}

function addToBin(tail: Tail, bin: number): void {
  if (tail.weights.length === 0) tail.from = bin;
  for (; bin < tail.from; tail.from -= 1) tail.weights.unshift(0);
  while (bin >= tail.from + tail.weights.length) tail.weights.push(0);
  tail.weights[bin - tail.from] = (tail.weights[bin - tail.from] ?? 0) + tail.gain;
}

// By a power of two: division is exact, so that when it happens never shows in a score.
function rebase(tail: Tail): void {
  const by = 2 ** 20;
  tail.weights = tail.weights.map((weight) => weight / by);
  tail.zeros /= by;
  tail.total /= by;
  tail.gain /= by;
}
