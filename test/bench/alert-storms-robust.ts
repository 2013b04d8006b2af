// How much the figures hang on the settings: each halved and doubled, and settings chosen on one network judged on the others.
import { stormDefaults } from "../../src/incidents/storm/settings.ts";
import type { StormSettings } from "../../src/incidents/storm/settings.ts";
import type { Network } from "./alert-storms-data.ts";
import { runStorm } from "./alert-storms-run.ts";
import { scoreNetwork } from "./alert-storms-score.ts";

interface Sum { covered: number; live: number; phases: number; incidents: number; inside: number; days: number }

function sumOf(networks: readonly Network[], settings: StormSettings): Sum {
  const scores = networks.map((network) => scoreNetwork(network, runStorm(network, settings).incidents));
  const add = (of: (score: (typeof scores)[number]) => number): number => scores.reduce((total, score) => total + of(score), 0);
  return { covered: add(({ covered }) => covered), live: add(({ coveredLive }) => coveredLive), phases: add(({ phases }) => phases), incidents: add(({ incidents }) => incidents), inside: add(({ inside }) => inside), days: add(({ days }) => days) };
}

const head = ["setting", "value", "covered", "live", "per day", "opened inside"];
const cells = (name: string, value: string, sum: Sum): string[] => [name, value, `${sum.covered}/${sum.phases}`, `${sum.live}/${sum.phases}`, (sum.incidents / sum.days).toFixed(2), `${sum.inside}/${sum.incidents}`];

export function robustRows(networks: readonly Network[]): string[][] {
  if (networks.length === 0) return [["no labelled sets"]];
  const names = Object.keys(stormDefaults) as (keyof StormSettings)[];
  return [head, cells("as they are", "", sumOf(networks, stormDefaults)), ...names.flatMap((name) => [0.5, 2].map((factor) =>
    cells(name, `x${factor}`, sumOf(networks, { ...stormDefaults, [name]: stormDefaults[name] * factor }))))];
}

/** The two settings that decide what opens, chosen on one network for the most phases less false incidents. */
export function chosenOnOne(networks: readonly Network[]): string[][] {
  const grid = [2, 2.5, 3].flatMap((floor) => [1.5, 2.5, 4].map((openScore): StormSettings => ({ ...stormDefaults, floor, openScore })));
  const worth = ({ covered, incidents, inside }: Sum): number => covered - (incidents - inside);
  return [head, ...networks.flatMap((network) => {
    const others = networks.filter((other) => other !== network);
    if (others.length === 0) return [];
    const best = grid.reduce<{ settings: StormSettings; worth: number }>((found, settings) => {
      const own = worth(sumOf([network], settings));
      return own > found.worth ? { settings, worth: own } : found;
    }, { settings: stormDefaults, worth: worth(sumOf([network], stormDefaults)) });
    return [cells(`chosen on ${network.name}`, `floor ${best.settings.floor}, openScore ${best.settings.openScore}`, sumOf(others, best.settings))];
  })];
}
