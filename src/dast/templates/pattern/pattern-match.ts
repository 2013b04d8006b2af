// A match of a pattern: where it stands, and what each group took.

/** groups[0] is the whole match; undefined: the group took no part. */
export interface PatternMatch { at: number; end: number; groups: readonly (string | undefined)[] }
