// Releases of distributions in OSV's words, from what package URLs and version texts tell of them.

const major = (distro: string): string | undefined => /(?:^|[-:\s_])v?(\d+)/.exec(distro)?.[1];
const majorMinor = (distro: string): string | undefined => /(?:^|[-:\s_])v?(\d+\.\d+)/.exec(distro)?.[1];
/** The release before a slash, or an archive's name after it: "trusty/esm", "esm-infra/xenial", "trixie/sid". */
const wordsOf = (distro: string): readonly string[] => distro.match(/[a-z]+/g) ?? [];
const named = (codenames: Readonly<Record<string, string>>, distro: string): string | undefined => {
  const name = wordsOf(distro).find((word) => Object.hasOwn(codenames, word));
  return name === undefined ? undefined : codenames[name];
};

export const majorRelease = major;

const debianCodenames: Readonly<Record<string, string>> = {
  sarge: "3.1", etch: "4", lenny: "5", squeeze: "6", wheezy: "7", jessie: "8", stretch: "9", buster: "10", bullseye: "11", bookworm: "12", trixie: "13", forky: "14", duke: "15",
};

/** Unstable has no release: "sid". Before 4 a release was two numbers. */
export function debianRelease(distro: string): string | undefined {
  if (wordsOf(distro).some((word) => word === "sid" || word === "unstable")) return undefined;
  const number = major(distro);
  return named(debianCodenames, distro) ?? (number === "3" ? majorMinor(distro) : number);
}

const ubuntuCodenames: Readonly<Record<string, string>> = {
  precise: "12.04", quantal: "12.10", raring: "13.04", saucy: "13.10", trusty: "14.04", utopic: "14.10", vivid: "15.04", wily: "15.10", xenial: "16.04", yakkety: "16.10",
  zesty: "17.04", artful: "17.10", bionic: "18.04", cosmic: "18.10", disco: "19.04", eoan: "19.10", focal: "20.04", groovy: "20.10", hirsute: "21.04", impish: "21.10",
  jammy: "22.04", kinetic: "22.10", lunar: "23.04", mantic: "23.10", noble: "24.04", oracular: "24.10", plucky: "25.04", questing: "25.10",
};

/** OSV writes long-term releases as "22.04:LTS": the April release of every even year. */
export function ubuntuRelease(distro: string): string | undefined {
  const release = named(ubuntuCodenames, distro) ?? majorMinor(distro);
  const isLongTerm = release?.endsWith(".04") && Number(release.slice(0, 2)) % 2 === 0;
  return isLongTerm ? `${release}:LTS` : release;
}

/** Edge is a branch of its own; its os-release counts the next release as an alpha ("3.21.0_alpha20240807"). */
export function alpineRelease(distro: string): string | undefined {
  if (wordsOf(distro).includes("edge") || distro.includes("_alpha")) return "edge";
  const release = majorMinor(distro);
  return release && `v${release}`;
}

export const alpaquitaRelease = (distro: string): string | undefined => (wordsOf(distro).includes("stream") ? "stream" : major(distro));

export function photonRelease(distro: string): string | undefined {
  const number = major(distro);
  return majorMinor(distro) ?? (number && `${number}.0`);
}

/** "20.03-LTS-SP1"; the March releases of even years are long-term ones. */
export function openEulerRelease(distro: string): string | undefined {
  const [, release, pack] = /(\d\d\.\d\d)(?:.*?sp(\d+))?/.exec(distro) ?? [];
  if (release === undefined) return undefined;
  const isLongTerm = release.endsWith(".03") && Number(release.slice(0, 2)) % 2 === 0;
  return `${release}${isLongTerm ? "-LTS" : ""}${pack === undefined ? "" : `-SP${pack}`}`;
}

/** SUSE Linux Enterprise counts service packs up to 15 and minor releases after; Micro has its own numbers and changed its name with 6. */
export function suseRelease(distro: string): string | undefined {
  const [, release, minor] = /(\d+)(?:\.(\d+))?/.exec(distro) ?? [];
  if (release === undefined) return undefined;
  if (distro.includes("micro")) return `${Number(release) < 6 ? "Linux Enterprise Micro" : "Linux Micro"} ${release}.${minor ?? "0"}`;
  if (Number(release) > 15) return `Linux Enterprise Server ${release}.${minor ?? "0"}`;
  const pack = minor ?? /sp(\d+)/.exec(distro)?.[1];
  return `Linux Enterprise Server ${release}${pack && pack !== "0" ? ` SP${pack}` : ""}`;
}

export function openSuseRelease(distro: string): string | undefined {
  if (/tumbleweed|microos/.test(distro)) return "Tumbleweed";
  const release = majorMinor(distro);
  return release && `${distro.includes("micro") ? "Leap Micro" : "Leap"} ${release}`;
}

// Builds carry the release they were built for: what a package URL without `distro` still tells.

/** "+deb12u1", "~deb11u3", "~bpo12+1". */
export const debianTag = (version: string): string | undefined => /[+~](?:deb|bpo)(\d+)(?:[u+]|$)/.exec(version)?.[1];

/** ".el9", ".el8_6", ".module+el8.9.0+…"; not ".el7ost" or ".rhaos4.15.el9", which are other products. */
export const enterpriseTag = (version: string): string | undefined =>
  /\.rhaos/.test(version) ? undefined : /(?:\.|\.module[+_])el(\d+)(?=$|[._+~^-])/.exec(version)?.[1];

export const mageiaTag = (version: string): string | undefined => /\.mga(\d+)(?=$|\.)/.exec(version)?.[1];
export const azureTag = (version: string): string | undefined => /\.(?:azl|cm)(\d+)$/.exec(version)?.[1];

export function photonTag(version: string): string | undefined {
  const number = /\.ph(\d+)$/.exec(version)?.[1];
  return number && `${number}.0`;
}

/** ".oe2203sp3"; ".oe1" was used for all of 20.03 and tells no service pack. */
export function openEulerTag(version: string): string | undefined {
  const [, year, month, pack] = /\.oe(\d\d)(\d\d)(?:sp(\d+))?$/.exec(version) ?? [];
  return year === undefined ? undefined : openEulerRelease(`${year}.${month}${pack === undefined ? "" : `-sp${pack}`}`);
}
