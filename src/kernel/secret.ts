// A value that must not be printed: templates, JSON and inspection all show [secret].
const shown = "[secret]";
const values = new WeakMap<Secret, string>();

export class Secret {
  constructor(value: string) { values.set(this, value); }
  /** The value itself; call it only where the value leaves for its purpose. */
  reveal(): string { return values.get(this) ?? ""; }
  toString(): string { return shown; }
  toJSON(): string { return shown; }
  [Symbol.for("nodejs.util.inspect.custom")](): string { return shown; }
}
