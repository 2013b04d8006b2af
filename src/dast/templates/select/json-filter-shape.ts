// The shape of a filter over JSON values.

/** A filter gives any number of values for one. Throws SelectError when a value is not of the shape it needs. */
export type JsonFilter = (value: unknown) => readonly unknown[];
