// Which rules an event has to be asked of, gathered without allocation: each rule once, in the order found.

/** One for a rule set, used again for each event. */
export interface Asked {
  /** Of the event at hand; never the same twice. */
  turn: number;
  /** By rule: the turn in which it was asked last. Doubles: whole numbers enough for every event there will be. */
  readonly turnOf: Float64Array;
  /** The first `count` are those of this turn. */
  readonly rules: Int32Array;
  count: number;
}

export const createAsked = (rules: number): Asked => ({ turn: 0, turnOf: new Float64Array(rules), rules: new Int32Array(rules), count: 0 });

export function nextTurn(asked: Asked): void {
  asked.turn += 1;
  asked.count = 0;
}

export function askRule(asked: Asked, rule: number): void {
  if (asked.turnOf[rule] === asked.turn) return;
  asked.turnOf[rule] = asked.turn;
  asked.rules[asked.count] = rule;
  asked.count += 1;
}

export function askRules(asked: Asked, rules: Int32Array): void {
  for (let at = 0; at < rules.length; at++) askRule(asked, rules[at] ?? 0);
}
