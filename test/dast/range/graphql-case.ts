// Builds a case around a GraphQL server: a page whose script asks it, as applications do.
import type { RangeAnswer, RangeCase, RangeNames, RangeRequest } from "./case.ts";
import { defineCase } from "./case.ts";
import { graphqlServer } from "./graphql-server.ts";
import type { GraphqlSettings } from "./graphql-server.ts";

export interface GraphqlCase { check: string; name: string; vulnerable: boolean; settings?: (names: RangeNames) => GraphqlSettings; /** In place of the server. */ handle?: (request: RangeRequest) => RangeAnswer; also?: readonly string[] }

export const graphqlCase = ({ check, name, vulnerable, settings = () => ({}), handle, also = [] }: GraphqlCase): RangeCase => defineCase({
  check, name, vulnerable, also: ["graphql-introspection", "graphql-suggestions", "graphql-batching", "graphql-depth", "graphql-csrf", ...also].filter((one) => one !== check),
  build: (names) => {
    const made = settings(names);
    const server = graphqlServer(names, made);
    const byGet = made.takes !== undefined && !made.takes.includes("post");
    const query = "{__typename}";
    const request = byGet ? { method: "GET", path: `${server.path}?query=${encodeURIComponent(query)}` } : { method: "POST", path: server.path, headers: [["content-type", "application/json"]] as const, body: JSON.stringify({ query }) };
    return {
      html: (prefix) => `<script>fetch(${JSON.stringify(`${prefix}${request.path}`)}, ${JSON.stringify({ method: request.method, headers: { "content-type": "application/json" }, ...("body" in request ? { body: request.body } : {}) })});</script>`,
      requests: [request],
      handle: (asked) => (handle !== undefined && asked.path === server.path ? handle(asked) : server.handle(asked)),
    };
  },
});
