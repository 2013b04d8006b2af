// How many pages wake somebody.
import { defineIncidentMeasure } from "../incident-measure.ts";
import { shareOf } from "../incident-spans.ts";

const isNight = (hour: number): boolean => hour >= 22 || hour < 7;

export const pagesAtNight = defineIncidentMeasure({
  id: "pages-at-night", about: "Pages at night", formula: "times that a step told a person between 22:00 and 07:00 where that person lives / all times in the range; the parts are the hours of the night; where nobody knows the zone is counted apart", unit: "ratio", better: "lower",
  starts: "page.step", stops: "page.step",
  compute: ({ pages }, { from, to }) => {
    const told = pages.flatMap((page) => page.told.filter(({ at, person }) => person !== undefined && at >= from && at < to));
    const placed = told.flatMap(({ wallHour }) => wallHour ?? []);
    const nights = placed.filter(isNight);
    const hours = [...Map.groupBy(nights, (hour) => hour)].toSorted(([a], [b]) => (a + 2) % 24 - (b + 2) % 24);
    return {
      whole: { n: placed.length, value: shareOf(nights.length, placed.length) }, without: told.length - placed.length,
      parts: hours.map(([hour, all]) => ({ key: `${String(hour).padStart(2, "0")}:00`, n: all.length, value: shareOf(all.length, placed.length) })),
    };
  },
});
