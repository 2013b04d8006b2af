// The condition: or, and, not, "1 of", brackets over the searches' names (rules specification, "Condition").
import type { Node } from "./rule.ts";
import { nearestHint, refuseRule } from "./rule-error.ts";

export type Searches = ReadonlyMap<string, Node>;

interface Reading { words: readonly string[]; at: number; depth: number; searches: Searches; line: number; source: string }

const deepest = 60;
/** "3 of" many searches is every choice of three of them. */
const mostChoices = 1000;

/** The tree of a condition over these searches. Throws RuleError with this line. */
export function readCondition(source: string, searches: Searches, line: number): Node {
  if (source.includes("|")) return refuseRule(line, `condition: "${source}" counts with |, which Sigma has given up; write the rule without it and beside it a correlation (type: event_count or value_count, rules, group-by, timespan, condition), see docs/rules.md`);
  const reading: Reading = { words: source.match(/[()]|[^\s()]+/g) ?? [], at: 0, depth: 0, searches, line, source };
  if (reading.words.length === 0) return refuseRule(line, "condition: is empty");
  const node = readOr(reading);
  if (reading.at < reading.words.length) return unexpected(reading, "an operator (and, or) or the end");
  return node;
}

const unexpected = ({ words, at, line, source }: Reading, wanted: string): never => refuseRule(line, `condition: "${source}" has ${words[at] === undefined ? "its end" : `"${words[at]}"`} where ${wanted} should be`);

const isNext = ({ words, at }: Reading, word: string): boolean => words[at]?.toLowerCase() === word;
const operators = new Set(["and", "or", "not", "of", "(", ")"]);

function readOr(reading: Reading): Node { return readJoined(reading, "or", readAnd); }
function readAnd(reading: Reading): Node { return readJoined(reading, "and", readNot); }

function readJoined(reading: Reading, word: "and" | "or", part: (reading: Reading) => Node): Node {
  const from = reading.at;
  const nodes = [part(reading)];
  while (isNext(reading, word)) { reading.at++; nodes.push(part(reading)); }
  return nodes.length === 1 ? (nodes[0] as Node) : { kind: word, nodes, name: wordsFrom(reading, from) };
}

const wordsFrom = ({ words, at }: Reading, from: number): string => words.slice(from, at).join(" ").replaceAll("( ", "(").replaceAll(" )", ")");

function nested<T>(reading: Reading, read: () => T): T {
  if (++reading.depth > deepest) return refuseRule(reading.line, `condition: is nested deeper than ${deepest}`);
  const made = read();
  reading.depth--;
  return made;
}

function readNot(reading: Reading): Node {
  const from = reading.at;
  if (!isNext(reading, "not")) return readOperand(reading);
  reading.at++;
  const node = nested(reading, () => readNot(reading));
  return { kind: "not", node, name: wordsFrom(reading, from) };
}

function readOperand(reading: Reading): Node {
  if (isNext(reading, "(")) {
    reading.at++;
    const inner = nested(reading, () => readOr(reading));
    if (!isNext(reading, ")")) return unexpected(reading, 'a closing ")"');
    reading.at++;
    return inner;
  }
  const word = reading.words[reading.at];
  if (word === undefined || operators.has(word.toLowerCase())) return unexpected(reading, "the name of a search");
  reading.at++;
  if (isNext(reading, "of")) { reading.at++; return readOf(reading, word); }
  return reading.searches.get(word) ?? refuseRule(reading.line, `condition: names the search ${word}, which the detection does not have${nearestHint(word, [...reading.searches.keys()])}`);
}

function readOf(reading: Reading, quantity: string): Node {
  const pattern = reading.words[reading.at];
  if (pattern === undefined || operators.has(pattern.toLowerCase())) return unexpected(reading, 'the name of searches or "them"');
  reading.at++;
  const name = `${quantity} of ${pattern}`;
  const found = searchesLike(pattern, reading.searches);
  if (found.length === 0) return refuseRule(reading.line, `condition: "${name}" means no search of the detection${nearestHint(pattern.replaceAll("*", ""), [...reading.searches.keys()])}`);
  const wanted = /^any$/i.test(quantity) ? 1 : /^all$/i.test(quantity) ? found.length : /^\d{1,4}$/.test(quantity) ? Number(quantity) : 0;
  if (wanted < 1) return refuseRule(reading.line, `condition: "${name}" begins with "${quantity}"; it is 1, any, all or another number`);
  if (wanted > found.length) return refuseRule(reading.line, `condition: "${name}" can never hold: there ${found.length === 1 ? "is 1 such search" : `are ${found.length} such searches`}`);
  return atLeast(wanted, found, name, reading.line);
}

/** "them" and patterns leave out names that begin with "_", unless the pattern itself does. */
function searchesLike(pattern: string, searches: Searches): Node[] {
  const isThem = pattern.toLowerCase() === "them";
  const like = new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\*+/g, ".*")}$`);
  return [...searches].filter(([name]) => (isThem ? !name.startsWith("_") : like.test(name) && (pattern.startsWith("_") || !name.startsWith("_")))).map(([, node]) => node);
}

function atLeast(wanted: number, nodes: readonly Node[], name: string, line: number): Node {
  if (wanted === nodes.length) return { kind: "and", nodes, name };
  if (wanted === 1) return { kind: "or", nodes, name };
  const choices = choicesOf(wanted, nodes, line);
  return { kind: "or", nodes: choices.map((chosen) => ({ kind: "and", nodes: chosen, name })), name };
}

function choicesOf(wanted: number, nodes: readonly Node[], line: number): Node[][] {
  let choices: Node[][] = [[]];
  for (const [at, node] of nodes.entries()) {
    const left = nodes.length - at - 1;
    choices = choices.flatMap((chosen) => [...(chosen.length < wanted ? [[...chosen, node]] : []), ...(chosen.length + left >= wanted ? [chosen] : [])]);
    if (choices.length > mostChoices) refuseRule(line, `condition: chooses among more than ${mostChoices} combinations of searches`);
  }
  return choices;
}
