// Where frameworks put descriptions of what they answer to when nobody moves them.
import { getIntrospectionQuery } from "graphql";

const openApiPlaces = [
  "/openapi.json", "/openapi.yaml", "/openapi.yml", "/openapi/v1.json", "/openapi", "/swagger.json", "/swagger.yaml", "/swagger/v1/swagger.json", "/swagger/v2/swagger.json", "/swagger/doc.json", "/swagger-ui/swagger.json", "/swagger-resources", "/v2/api-docs", "/v3/api-docs", "/v3/api-docs.yaml",
  "/api-docs", "/api-docs.json", "/api-docs/swagger.json", "/api/openapi.json", "/api/swagger.json", "/api/v1/openapi.json", "/api/v1/swagger.json", "/api/v3/openapi.json", "/api/docs.json", "/api/schema/", "/api/schema/?format=json", "/docs/openapi.json", "/docs.json", "/q/openapi", "/rest/openapi.json", "/apidocs/swagger.json", "/apispec_1.json", "/static/swagger.json", "/.well-known/openapi.json",
];
const graphqlPlaces = ["/graphql", "/api/graphql", "/v1/graphql", "/query", "/gql", "/graphql/v1"];
const soapPlaces = ["/?wsdl", "/ws?wsdl", "/service?wsdl", "/services?wsdl", "/soap?wsdl", "/services", "/ws/", "/application.wadl"];

const introspection = getIntrospectionQuery({ descriptions: false });
export const introspectionBody = JSON.stringify({ query: introspection });

/** URLs worth asking once, with GET: facts of frameworks, not of any application. For `CrawlPlan.wellKnown`. */
export const descriptionGuesses = (origin: string): readonly string[] => [
  ...[...openApiPlaces, ...graphqlPlaces, ...soapPlaces].map((path) => `${origin}${path}`),
  ...graphqlPlaces.slice(0, 2).map((path) => `${origin}${path}?query=${encodeURIComponent(introspection.replaceAll(/\s+/g, " "))}`),
];
