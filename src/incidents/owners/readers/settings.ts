// Our own owners.yaml: services: {name: team}.
import { defineOwnerReader, unreadable } from "../owner-reader.ts";
import type { Left } from "../owner-reader.ts";
import { documentsOf, isTable, keyLines, tableIn, textIn } from "../owner-yaml.ts";

export const settings = defineOwnerReader({
  id: "settings",
  about: "A YAML file of ours: `services:` with a team or person for each name.",
  takes: ({ path, text }) => /(?:^|\/)owners\.(?:ya?ml|json)$/i.test(path) || /^services\s*:/m.test(text),
  read(file) {
    const [document, ...more] = documentsOf(file);
    const root = document?.value;
    if (!isTable(root) || !isTable(root["services"]) || more.length > 0) throw unreadable(file, document?.line, "is one mapping with services: {name: team}");
    const lineOf = keyLines(file.text);
    const left: Left[] = Object.keys(root).filter((name) => name !== "services").map((name) => ({ at: `${file.path}:${lineOf(name)}`, why: `${name} has no meaning here` }));
    const claims = Object.entries(tableIn(root["services"])).flatMap(([service, value]) => {
      const at = `${file.path}:${lineOf(service)}`;
      const owner = textIn(value);
      if (owner === undefined) left.push({ at, why: `the owner of ${service} is no text` });
      return owner === undefined ? [] : [{ service, owners: [owner], at }];
    });
    return { claims, people: [], teams: [], left };
  },
});
