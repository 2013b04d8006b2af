// The last answers, so that a question asked again costs no read: bounded by weight, forgotten in two halves.

export interface AnswerCache<Answer> {
  find(question: string): Answer | undefined;
  put(question: string, answer: Answer, weight: number): Answer;
  clear(): void;
}

/** Keeps at least the last `limit` / 2 of weight: when the young half is full it becomes the old one, and the old one goes. */
export function createAnswerCache<Answer>(limit: number): AnswerCache<Answer> {
  let young = new Map<string, { answer: Answer; weight: number }>();
  let old: typeof young = new Map();
  let weighs = 0;
  const keep = (question: string, entry: { answer: Answer; weight: number }): void => {
    if (weighs + entry.weight > limit / 2) { old = young; young = new Map(); weighs = 0; }
    young.set(question, entry);
    weighs += entry.weight;
  };
  return {
    find(question) {
      const fresh = young.get(question);
      if (fresh) return fresh.answer;
      const entry = old.get(question);
      if (entry) keep(question, entry);
      return entry?.answer;
    },
    put(question, answer, weight) { keep(question, { answer, weight }); return answer; },
    clear() { young = new Map(); old = new Map(); weighs = 0; },
  };
}
