// Who is told how often.
import { defineIncidentMeasure } from "../incident-measure.ts";

export const pagesPerPerson = defineIncidentMeasure({
  id: "pages-per-person", about: "Pages per person", formula: "times that a step of a page told a person in the range, by person; the median and the 90th percentile are over the people who were told", unit: "count", better: "lower",
  starts: "page.step", stops: "page.step",
  compute: ({ pages }, { from, to }) => {
    const told = Map.groupBy(pages.flatMap((page) => page.told.filter(({ at, person }) => person !== undefined && at >= from && at < to)), ({ person }) => person ?? "");
    const people = [...told].map(([person, times]) => ({ person, n: times.length })).toSorted((a, b) => b.n - a.n || (a.person < b.person ? -1 : 1));
    return { samples: people.map(({ person, n }) => ({ value: n, times: 1, label: person, id: undefined })), parts: people.map(({ person, n }) => ({ key: person, n, value: n })) };
  },
});
