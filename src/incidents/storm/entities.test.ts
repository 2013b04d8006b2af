// Labels to places and names.
import { describe, expect, it } from "vitest";
import { entitiesOf, nameOf } from "./entities.ts";

describe("src/incidents/storm/entities.ts", () => {
  it.each([
    [{ alertname: "X", host: "mail", ip: "10.0.0.4" }, ["host:mail", "ip:10.0.0.4"]],
    [{ ip: "10.0.0.4", instance: "DB1:9100" }, ["instance:db1", "ip:10.0.0.4"]],
    [{ instance: "[2001:db8::1]:9100" }, ["instance:[2001:db8::1]"]],
    [{ pod: "checkout-7d9f8c6b5-x2x4z", namespace: "shop" }, ["pod:checkout", "namespace:shop"]],
    [{ pod: "db-0" }, ["pod:db"]],
    [{ severity: "high", host: "" }, ["nowhere"]],
  ])("%j names %j", (labels, entities) => expect(entitiesOf(labels as Record<string, string>)).toEqual(entities));

  it("the labels to look at can be given", () => expect(entitiesOf({ site: "north", host: "a" }, ["site"])).toEqual(["site:north"]));

  it.each([
    ["Failed login from 10.1.2.3 port 51844", "Failed login from # port #"], ["HTTP 404 on web", "HTTP 404 on web"], ["job 7f3a9c1e2b failed", "job # failed"], ["session 123e4567-e89b-12d3-a456-426614174000", "session #"], ["a defaced page", "a defaced page"],
  ])("%j is of the kind %j", (name, kind) => expect(nameOf(name)).toBe(kind));
});
