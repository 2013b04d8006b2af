// Whether a name is looked up outside its folder, told without reading anything: directories that exist are answered otherwise than those that do not.
import type { Tools } from "../check.ts";
import type { Proof } from "../evidence.ts";
import type { Exchange } from "../exchange.ts";
import type { Point } from "../point.ts";
import { isJudged, step } from "./judged.ts";
import { skeletonOf } from "./skeleton.ts";

// hier(7): on every Unix. Two parts, so that nothing can be made by a name of which the first part is not there.
const existing = ["usr/bin", "var/lib"] as const;
const upwards = "../".repeat(12);
// A guard that tells apart what exists still guards.
const refusal = /forbid|denied|not (?:allowed|permitted)|illegal|invalid|outside|blocked|unauthori[sz]ed|traversal|escape/i;
const directoryError = /is a directory|EISDIR|IsADirectory|not a regular file|read error|illegal operation on a directory/i;

interface Look { exchange: Exchange; skeleton: string }

async function look(point: Point, tools: Tools, path: string, prefix: string): Promise<Look | undefined> {
  const exchange = await tools.at(point, prefix + path);
  if (!isJudged(exchange)) return undefined;
  const words = path.split("/");
  // Applications show the path as they resolved it: only its own words are left then.
  const skeleton = [prefix + path, `/${path}`, path, ...words].reduce((text, part) => text.replaceAll(part, "·"), skeletonOf(exchange, prefix + path));
  return { exchange, skeleton: skeleton.replace(/(?:\.\.\/|\/|·)+/g, "·") };
}

/** Two requests while nothing shows; seven for a proof. Undefined: no difference, or one that the words alone make. */
export async function provesOutside(point: Point, tools: Tools): Promise<Proof | undefined> {
  const missing = (attempt: string): string => `${tools.seed.word(`missing/${attempt}/folder`, 3)}/${tools.seed.word(`missing/${attempt}/name`, 3)}`;
  const there = await look(point, tools, existing[0], upwards);
  const gone = await look(point, tools, missing("first"), upwards);
  if (there === undefined || gone === undefined || there.skeleton === gone.skeleton || !isOpen(there.exchange)) return undefined;
  const thereAgain = await look(point, tools, existing[1], upwards);
  const goneAgain = await look(point, tools, missing("second"), upwards);
  if (goneAgain?.skeleton !== gone.skeleton || thereAgain === undefined || thereAgain.skeleton === gone.skeleton || !isOpen(thereAgain.exchange)) return undefined;
  const inside = await look(point, tools, existing[0], "");
  const insideGone = await look(point, tools, missing("third"), "");
  // The same words without the way out must not be told apart.
  if (inside === undefined || inside.skeleton !== insideGone?.skeleton) return undefined;
  return outsideProof([there, gone, thereAgain, goneAgain, inside, insideGone]);
}

const isOpen = ({ reply }: Exchange): boolean => reply !== undefined && (directoryError.test(reply.text) || (reply.status !== 400 && reply.status !== 401 && reply.status !== 403 && reply.status !== 406 && !refusal.test(reply.text)));

function outsideProof(looks: readonly Look[]): Proof {
  const shows = ["A directory that every Unix has, reached by leaving the folder.", "One that does not exist is answered otherwise.", "Another that exists, again.", "Another that does not, answered as the first that does not.", "Without leaving the folder, the same name is not told apart", "from one that does not exist."];
  const sure = looks.some(({ exchange }) => directoryError.test(exchange.reply?.text ?? ""));
  return {
    technique: "existence", confidence: sure ? "firm" : "tentative",
    because: `Names that leave the folder are looked up: ${existing.join(" and ")} are answered otherwise than directories that do not exist, and only when the path leads out.`,
    steps: looks.map(({ exchange }, at) => step(at < 4 ? "attack" : "control", exchange, shows[at] ?? "")),
  };
}
