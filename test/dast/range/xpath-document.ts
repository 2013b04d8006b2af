// A small interpreter of XPath 1.0 predicates over people: enough of the grammar that injected conditions are really evaluated.

export type Person = Readonly<Record<string, string>>;
type Value = string | number | boolean;
type Evaluate = (person: Person) => Value;

/** The people for whom the predicate of `//person[predicate]` holds; throws on what is no expression, as engines do. */
export function selectPeople(people: readonly Person[], predicate: string): Person[] {
  const tokens = tokensOf(predicate);
  const evaluate = readOr(tokens);
  if (tokens.length > 0) throw new Error("Extra illegal tokens");
  return people.filter((person) => { const value = evaluate(person); return typeof value === "number" ? value === people.indexOf(person) + 1 : Boolean(value); });
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const lexer = /\s*(?:("[^"]*"|'[^']*')|([A-Za-z_@][\w-]*)|(\d+(?:\.\d+)?)|(!=|<=|>=|[()=<>+,-]))/y;
  while (lexer.lastIndex < text.trimEnd().length) {
    const match = lexer.exec(text);
    if (match === null) throw new Error("Unfinished literal");
    tokens.push((match[1] ?? match[2] ?? match[3] ?? match[4] ?? "").trim());
  }
  return tokens;
}

function readChain(tokens: string[], words: readonly string[], below: (tokens: string[]) => Evaluate, join: (word: string, one: Value, other: Value) => Value): Evaluate {
  let left = below(tokens);
  while (words.includes(tokens[0] ?? "")) {
    const word = tokens.shift() ?? "";
    const [one, other] = [left, below(tokens)];
    left = (person) => join(word, one(person), other(person));
  }
  return left;
}

const readOr = (tokens: string[]): Evaluate => readChain(tokens, ["or"], readAnd, (_word, one, other) => Boolean(one) || Boolean(other));
const readAnd = (tokens: string[]): Evaluate => readChain(tokens, ["and"], readComparison, (_word, one, other) => Boolean(one) && Boolean(other));
const readComparison = (tokens: string[]): Evaluate => readChain(tokens, ["=", "!=", "<", ">", "<=", ">="], readSum, (word, one, other) => {
  if (word === "=" || word === "!=") return ((typeof one === "number" || typeof other === "number" ? Number(one) === Number(other) : one === other) === (word === "="));
  return word === "<" ? Number(one) < Number(other) : word === ">" ? Number(one) > Number(other) : word === "<=" ? Number(one) <= Number(other) : Number(one) >= Number(other);
});
const readSum = (tokens: string[]): Evaluate => readChain(tokens, ["+", "-"], readPrimary, (word, one, other) => Number(one) + (word === "-" ? -1 : 1) * Number(other));

const functions: Readonly<Record<string, (...values: Value[]) => Value>> = {
  "string-length": (text) => String(text).length, "starts-with": (text, start) => String(text).startsWith(String(start)), contains: (text, part) => String(text).includes(String(part)),
  not: (value) => !value, true: () => true, false: () => false, concat: (...texts) => texts.join(""), "normalize-space": (text) => String(text).trim(),
};

function readPrimary(tokens: string[]): Evaluate {
  const token = tokens.shift();
  if (token === undefined) throw new Error("A location step was expected following the '/' or '//' token.");
  if (/^["']/.test(token)) return () => token.slice(1, -1);
  if (/^\d/.test(token)) return () => Number(token);
  if (token === "(") { const inner = readOr(tokens); expectToken(tokens, ")"); return inner; }
  if (!/^[A-Za-z_@]/.test(token)) throw new Error("Invalid expression");
  return tokens[0] === "(" ? readCall(tokens, token) : (person) => person[token.replace("@", "")] ?? "";
}

function readCall(tokens: string[], name: string): Evaluate {
  const call = functions[name];
  if (call === undefined) throw new Error(`Unregistered function ${name}`);
  tokens.shift();
  const given: Evaluate[] = [];
  while (tokens[0] !== ")") { given.push(readOr(tokens)); if (tokens[0] === ",") tokens.shift(); else break; }
  expectToken(tokens, ")");
  return (person) => call(...given.map((one) => one(person)));
}

function expectToken(tokens: string[], token: string): void {
  if (tokens.shift() !== token) throw new Error("Invalid predicate");
}
