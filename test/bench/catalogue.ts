// The packages of an invented world: names, ecosystems, versions, and which of them have an advisory that hits.
import type { Component } from "./documents.ts";

/** versions: oldest first. affectedBelow: the first version that an advisory of the first load clears; undefined when none hits. */
export interface Package { ecosystem: "npm" | "PyPI" | "Debian:12"; name: string; versions: readonly string[]; affectedBelow: number | undefined }

const first = ["amber", "brisk", "cobalt", "dapper", "ember", "fabled", "gentle", "hazel", "indigo", "jolly", "kindly", "lunar", "mellow", "nimble", "opal", "plucky", "quiet", "rustic", "sturdy", "tidy"];
const second = ["anchor", "beacon", "cedar", "dynamo", "estuary", "falcon", "gantry", "harbour", "island", "juniper", "kernel", "lantern", "meadow", "nectar", "otter", "pebble", "quarry", "ribbon", "saddle", "thicket"];

// One package in so many has an advisory that hits some of its versions; measured, that makes 3-6 % of the components of a release.
const hitEvery = 13;
// Every tenth component is of the system below, as in images on a slim base.
const ecosystems = ["npm", "npm", "PyPI", "npm", "npm", "PyPI", "npm", "Debian:12", "npm", "PyPI"] as const;

/** `count` packages with four versions each; the most used come first. */
export function createCatalogue(count: number): readonly Package[] {
  return Array.from({ length: count }, (_, rank): Package => {
    const ecosystem = ecosystems[rank % ecosystems.length] ?? "npm";
    const name = nameOf(ecosystem, rank);
    const versions = [0, 1, 2, 3].map((step) => versionOf(ecosystem, rank, step));
    return { ecosystem, name, versions, affectedBelow: rank % hitEvery === 5 ? 2 + (rank % 2) : undefined };
  });
}

function nameOf(ecosystem: Package["ecosystem"], rank: number): string {
  const plain = `${first[rank % first.length]}-${second[Math.floor(rank / first.length) % second.length]}-${rank}`;
  return ecosystem === "npm" && rank % 7 === 0 ? `@${second[rank % second.length]}/${plain}` : plain;
}

function versionOf(ecosystem: Package["ecosystem"], rank: number, step: number): string {
  if (ecosystem === "Debian:12") return `${1 + (rank % 3)}.${step + 2}.1-${1 + step}+deb12u${1 + step}`;
  return `${1 + (rank % 5)}.${2 * step + 1}.${rank % 10}`;
}

export function componentOf({ ecosystem, name, versions }: Package, step: number): Component {
  const version = versions[step] ?? "";
  switch (ecosystem) {
    case "npm": return { name, version, purl: `pkg:npm/${name.replace("@", "%40")}@${version}` };
    case "PyPI": return { name, version, purl: `pkg:pypi/${name}@${version}` };
    case "Debian:12": return { name, version, purl: `pkg:deb/debian/${name}@${version}?arch=amd64&distro=debian-12` };
    default: return ecosystem satisfies never;
  }
}
