// What kind of value a text is, as far as its shape shows.

const shapes: readonly (readonly [type: string, shape: RegExp])[] = [
  ["integer", /^-?\d{1,18}$/],
  ["number", /^-?\d{1,18}\.\d{1,18}$/],
  ["boolean", /^(?:true|false)$/i],
  ["uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ["date", /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/],
  ["url", /^(?:https?:)?\/\/[^\s]+$/i],
  ["email", /^[^@\s]{1,64}@[^@\s]{1,255}\.[a-z]{2,}$/i],
  ["jwt", /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/],
];

/** "integer", "number", "boolean", "uuid", "date", "url", "email", "jwt"; undefined: plain text. */
export const typeOfValue = (value: string): string | undefined => (value.length > 4000 ? undefined : shapes.find(([, shape]) => shape.test(value))?.[0]);
