// Loaded components: what is believed of reports and events, which files prove which component, and what /proc says.
import { describe, expect, it } from "vitest";
import { memoryFiles } from "../inventory/memory-files.sample.ts";
import { dayMs, hourMs } from "../kernel/clock.ts";
import type { FieldValue } from "./event.ts";
import { componentsOfFiles } from "./loaded-files.ts";
import { containerOf, mappedFiles, openFile, readsCode, usedTogether } from "./loaded-maps.ts";
import { loadedFrom, provesLoaded } from "./loaded-paths.ts";
import { componentKey, loadedStateOf } from "./loaded.ts";
import type { LoadedKnown, LoadedReport, LoadedSighting } from "./loaded.ts";

const now = Date.UTC(2026, 10, 1, 12);
const log4j = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1";
const place = { releaseId: "r", endpointId: "e", host: "h" };
const report = (more: Partial<LoadedReport> = {}): LoadedReport => ({ ...place, at: now, complete: true, components: 7, ...more });
const sighting = (more: Partial<LoadedSighting> = {}): LoadedSighting => ({ ...place, purl: log4j, how: "open", path: "/app/log4j-core.jar", firstAt: now, lastAt: now, ...more });
const known = (more: Partial<LoadedKnown>): LoadedKnown => ({ reports: [], sightings: [], paths: [], ...more });
const state = (one: LoadedKnown, endpointId: string | undefined = "e") => loadedStateOf(log4j, one, endpointId, now).loaded;

describe("runtime/loaded", () => {
  it.each<[string, LoadedKnown, boolean | undefined]>([
    ["nothing is known", known({}), undefined],
    ["seen loaded", known({ sightings: [sighting()] }), true],
    ["seen loaded on another endpoint: one build", known({ sightings: [sighting({ endpointId: "other" })] }), true],
    ["another version of it is another component", known({ sightings: [sighting({ purl: log4j.replace("2.14.1", "2.17.1") })] }), undefined],
    ["a complete list without it", known({ reports: [report()] }), false],
    ["a list that is not complete says nothing", known({ reports: [report({ complete: false })] }), undefined],
    ["a complete list of another endpoint says nothing of this one", known({ reports: [report({ endpointId: "other" })] }), undefined],
    ["a complete list of no endpoint in particular", known({ reports: [report({ endpointId: "" })] }), false],
    ["a list older than a day is believed no more", known({ reports: [report({ at: now - dayMs - 1 })] }), undefined],
    ["a later complete list of the same host takes a sighting back", known({ reports: [report()], sightings: [sighting({ lastAt: now - hourMs })] }), false],
    ["a later complete list of another host does not", known({ reports: [report({ host: "h2" })], sightings: [sighting({ lastAt: now - hourMs })] }), true],
    ["an event saw its jar", known({ paths: [{ path: "/app/lib/log4j-core-2.14.1.jar", how: "mapped", at: now }] }), true],
    ["an event saw another version's jar", known({ paths: [{ path: "/app/lib/log4j-core-2.17.1.jar", how: "mapped", at: now }] }), undefined],
  ])("%s", (_title, one, expected) => { expect(state(one)).toBe(expected); });

  it("where the endpoint is not known, a complete list of one says nothing", () => { expect(loadedStateOf(log4j, known({ reports: [report()] }), undefined, now).loaded).toBeUndefined(); });

  it("qualifiers do not make another component", () => {
    expect(componentKey("pkg:deb/debian/openssl@3.0.11?arch=amd64&distro=debian-12")).toBe(componentKey("pkg:deb/debian/openssl@3.0.11?upstream=openssl"));
    expect(componentKey("nonsense")).toBe("nonsense");
  });
});

describe("runtime/loaded-paths", () => {
  it.each<[string, string, boolean]>([
    ["/x/log4j-core-2.14.1.jar", log4j, true], ["/x/log4j-core.jar", log4j, true], ["/x/log4j-core-extra-2.14.1.jar", log4j, false],
    ["/app/node_modules/lodash/lodash.js", "pkg:npm/lodash@4.17.20", true], ["/app/node_modules/lodash/node_modules/ms/index.js", "pkg:npm/lodash@4.17.20", false], ["/app/node_modules/@acme/router/index.js", "pkg:npm/%40acme/router@1.0.0", true], ["/app/node_modules/lodash-es/x.js", "pkg:npm/lodash@4.17.20", false],
    ["/v/site-packages/ruamel_yaml/x.so", "pkg:pypi/ruamel.yaml@0.17", true], ["/v/site-packages/lxml/etree.cpython-311-x86_64-linux-gnu.so", "pkg:pypi/lxml@4", true], ["/v/site-packages/_cffi_backend.cpython-311-x86_64-linux-gnu.so", "pkg:pypi/cffi@1", false],
    ["/usr/lib/x86_64-linux-gnu/libssl.so.3", "pkg:deb/debian/libssl3@3.0.11", true], ["/usr/lib/libssl.so.3", "pkg:deb/debian/libssl3t64@3.0.13", true], ["/usr/lib/libssl.so.1.1", "pkg:deb/debian/libssl3@3.0.11", false], ["/usr/lib/libpcre2-8.so.0.11.2", "pkg:deb/debian/libpcre2-8-0@10.42", true],
    ["/b/gems/rack-2.0.1/lib/rack.rb", "pkg:gem/rack@2.0.1", true], ["/x", "nonsense", false],
  ])("%s of %s: %s", (path, purl, expected) => { expect(provesLoaded(path, purl)).toBe(expected); });

  it.each<[string, Record<string, FieldValue>, string | undefined]>([
    ["image_load", { ImageLoaded: "/app/a.jar" }, "/app/a.jar"], ["image_load", { ImageLoaded: "/usr/lib/libssl.so.3" }, "/usr/lib/libssl.so.3"], ["image_load", { ImageLoaded: "/etc/passwd" }, undefined], ["image_load", { ImageLoaded: 7 }, undefined],
    ["file_event", { TargetFilename: "/app/a.jar", "evt.type": "openat" }, "/app/a.jar"], ["file_event", { TargetFilename: "/app/a.jar", "evt.type": "openat", "evt.is_open_write": true }, undefined], ["file_event", { TargetFilename: "/app/a.jar" }, undefined], ["file_event", { TargetFilename: "/app/a.jar", function: "write" }, undefined],
    ["process_creation", { Image: "/app/a.jar" }, undefined],
  ])("%s %j", (category, fields, expected) => { expect(loadedFrom({ logsource: { category }, fields, at: 1 })?.path).toBe(expected); });
});

describe("runtime/loaded-maps", () => {
  const maps = `55d0a000-55d0b000 r-xp 00000000 fe:00 131 /usr/bin/java
7f00a000-7f00b000 r--s 00000000 fe:00 132 /app/my\\040lib/a.jar
7f00c000-7f00d000 r--p 00000000 fe:00 133 /usr/lib/locale/C.utf8/LC_CTYPE
7f00e000-7f00f000 r-xp 00000000 fe:00 134 /usr/lib/libssl.so.3 (deleted)
7f010000-7f011000 rw-p 00000000 00:00 0 [heap]
7f012000-7f013000 r-xp 00000000 00:01 99 /memfd:jit (deleted)
7f014000-7f015000 r-xp 00000000 fe:00 131 /usr/bin/java
nonsense`;
  it("code is mapped, data is not, and what was replaced is told apart", () => { expect(mappedFiles(maps)).toEqual({ paths: ["/usr/bin/java", "/app/my lib/a.jar"], gone: ["/usr/lib/libssl.so.3"] }); });
  it("open files of code", () => { expect(["/app/a.jar", "/var/log/x.log", "socket:[1]", "/app/b.jar (deleted)", "/dev/null", "/proc/1/x.so"].map(openFile)).toEqual(["/app/a.jar", undefined, undefined, undefined, undefined, undefined]); });
  it.each([
    ["0::/system.slice/docker-" + "a".repeat(64) + ".scope", "a".repeat(64)], ["12:pids:/docker/" + "b".repeat(64), "b".repeat(64)], ["0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + "c".repeat(64) + ".scope", "c".repeat(64)], ["0::/kubepods/besteffort/pod1/" + "d".repeat(64), "d".repeat(64)], ["0::/user.slice/user-0.slice", undefined], ["0::/", undefined],
  ])("%s", (cgroup, expected) => { expect(containerOf(cgroup)).toBe(expected); });
  it("interpreters hide what they load", () => { expect(["/usr/bin/python3.11", "/usr/local/bin/node", "/usr/bin/java", "/app/server", "/usr/sbin/php-fpm8.2"].map(readsCode)).toEqual([true, true, false, false, true]); });
  it("mapped is stronger than open", () => { expect([...usedTogether([{ mapped: ["/a"], open: ["/b"] }, { mapped: [], open: ["/a"] }])]).toEqual([["/b", "open"], ["/a", "mapped"]]); });
});

describe("runtime/loaded-files", () => {
  const status = "Package: libssl3\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.0.11-1\nSource: openssl\n\n";
  const files = memoryFiles({
    "/etc/os-release": 'ID=debian\nVERSION_ID="12"\n', "/var/lib/dpkg/status": status, "/var/lib/dpkg/info/libssl3:amd64.list": "/lib/x86_64-linux-gnu/libssl.so.3\n",
    "/usr/lib/x86_64-linux-gnu/libssl.so.3": "elf", "/app/node_modules/native/package.json": '{"name":"native","version":"1.2.3"}', "/app/node_modules/native/build/x.node": "elf", "/app/node_modules/unused/package.json": '{"name":"unused","version":"9"}',
    "/v/site-packages/fast-1.0.dist-info/RECORD": "fast/core.so,sha256=x,1\n", "/v/site-packages/fast-1.0.dist-info/METADATA": "Name: fast\nVersion: 1.0\n", "/v/site-packages/idle-2.0.dist-info/RECORD": "idle/core.so,,\n", "/v/site-packages/idle-2.0.dist-info/METADATA": "Name: idle\nVersion: 2.0\n", "/v/site-packages/fast/core.so": "elf", "/opt/mine/unknown.so": "elf",
  });
  it("what is used is found by the package database, what lies beside it, and nothing else is", async () => {
    const used = new Map([["/usr/lib/x86_64-linux-gnu/libssl.so.3", "mapped"], ["/app/node_modules/native/build/x.node", "mapped"], ["/v/site-packages/fast/core.so", "mapped"], ["/opt/mine/unknown.so", "mapped"]] as const);
    const { components, unknown } = await componentsOfFiles(files, used, new AbortController().signal);
    expect(components.map(({ purl, how, path }) => [purl.split("?")[0], how, path])).toEqual([
      ["pkg:deb/debian/libssl3@3.0.11-1", "mapped", "/usr/lib/x86_64-linux-gnu/libssl.so.3"], ["pkg:npm/native@1.2.3", "mapped", "/app/node_modules/native/build/x.node"], ["pkg:pypi/fast@1.0", "mapped", "/v/site-packages/fast/core.so"],
    ]);
    expect(unknown).toEqual(["/opt/mine/unknown.so"]);
  });
});
