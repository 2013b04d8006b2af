// The door for SBOMs: the document streams from the socket into the reader, whatever its size.
import Type from "typebox";
import { SbomReceipt } from "../../contract/inventory.ts";
import { Fault } from "../../kernel/fault.ts";
import { door } from "../route.ts";
import type { Resource } from "../route.ts";

// As it comes, so mostly compressed; what it unpacks to is the reader's limit.
const limitBytes = 512 * 1024 * 1024;

const push = door({
  id: "pushSbom", method: "POST", path: "/sboms", tag: "sboms", answer: SbomReceipt, status: 201,
  summary: "Takes the SBOM of a release; 200 when it is the one already held",
  description: "The body is the document: CycloneDX 1.2 to 1.7 (JSON or XML) or SPDX 2.2 or 2.3 (JSON or tag-value), plain or gzipped; format and compression are told from its bytes. Components that cannot be taken are listed in `rejects`, the others are kept.",
  streams: { contentTypes: ["application/json", "application/xml", "text/plain", "application/gzip", "application/octet-stream"] },
  query: {
    service: Type.String({ minLength: 1, maxLength: 200 }), version: Type.String({ minLength: 1, maxLength: 200 }),
    digest: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })), commit: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    owner: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  async handle({ app, desk, org, actor, query, request, reply }) {
    const chunks = withinLimit(desk.bodyOf(request), request.headers["content-length"]);
    const receipt = await app.recordSbom(org, { ...query, chunks }, actor);
    if (receipt.unchanged) reply.code(200);
    return receipt;
  },
});

async function* withinLimit(chunks: AsyncIterable<Uint8Array>, announced: string | undefined): AsyncIterable<Uint8Array> {
  const tooLarge = (): Fault => new Fault("request.too-large", { detail: `This door takes ${limitBytes} bytes.` });
  if (Number(announced ?? 0) > limitBytes) throw tooLarge();
  let seenBytes = 0;
  for await (const chunk of chunks) {
    seenBytes += chunk.length;
    if (seenBytes > limitBytes) throw tooLarge();
    yield chunk;
  }
}

export const sboms: Resource = { tag: "sboms", about: "What releases are made of, as documents", doors: [push] };
