// The OpenAPI document is whole: every door is in it, named once, described, with its shapes.
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { smallApp } from "./api.fixtures/small-app.ts";
import { resources } from "./resources/index.ts";
import { createServer } from "./server.ts";

interface Operation { operationId?: string; summary?: string; tags?: string[]; parameters?: { name: string; in: string }[]; requestBody?: { content: Record<string, unknown> }; responses?: Record<string, unknown> }
interface Document { openapi: string; tags: { name: string }[]; paths: Record<string, Record<string, Operation>> }

// Made once: it does not change.
const made = createServer(smallApp().app, { consoleDir: undefined }).inject("/api/v1/openapi.json");
const document = async (): Promise<Document> => (await made).json<Document>();
const doors = resources.flatMap((resource) => resource.doors);
const operationsOf = ({ paths }: Document): [string, Operation][] => Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]));

describe("api/resources", () => {
  it("the list equals the folder", () => {
    const files = readdirSync(new URL("./resources/", import.meta.url)).filter((file) => file !== "index.ts").map((file) => file.replace(/\.ts$/, ""));
    expect(resources.map(({ tag }) => tag).toSorted()).toEqual(files.toSorted());
  });
  it("a door stands under its resource's tag and has an id of its own", () => {
    for (const resource of resources) for (const one of resource.doors) expect(one.tag).toBe(resource.tag);
    expect(new Set(doors.map(({ id }) => id)).size).toBe(doors.length);
  });
});

describe("api/openapi", () => {
  it("is OpenAPI 3.1 and holds every door", async () => {
    const whole = await document();
    expect(whole.openapi).toBe("3.1.0");
    expect(operationsOf(whole).map(([, { operationId }]) => operationId).toSorted()).toEqual(doors.map(({ id }) => id).toSorted());
  });

  it("every operation has a summary, a known tag, its path parameters and a problem beside its answer", async () => {
    const whole = await document();
    const tags = new Set(whole.tags.map(({ name }) => name));
    for (const [place, { summary, tags: own = [], parameters = [], responses = {} }] of operationsOf(whole)) {
      expect(summary, place).toBeTruthy();
      expect(own.every((tag) => tags.has(tag)) && own.length === 1, place).toBe(true);
      const inPath = [...place.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(parameters.filter((one) => one.in === "path").map(({ name }) => name), place).toEqual(inPath);
      expect(Object.keys(responses).length, place).toBeGreaterThanOrEqual(2);
      expect(responses, place).toHaveProperty("default");
    }
  });

  it("the door for SBOMs says what it reads, and that a repeat is 200", async () => {
    const { post } = (await document()).paths["/api/v1/sboms"] ?? {};
    expect(Object.keys(post?.requestBody?.content ?? {})).toContain("application/gzip");
    expect(Object.keys(post?.responses ?? {})).toEqual(expect.arrayContaining(["200", "201"]));
  });
});
