// A pure function of a text that remembers its answers: releases and scopes are few, components are many.

/** The same answers, looked up. Past `limit` texts it forgets them all: a hostile document cannot make it grow. */
export function remembered<T>(answer: (text: string) => T, limit = 1024): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const found = known.get(text);
    if (found) return found.value;
    if (known.size >= limit) known.clear();
    const value = answer(text);
    known.set(text, { value });
    return value;
  };
}
