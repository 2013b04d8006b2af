// Server-sent events read from bytes (HTML Standard section 9.2.6): the data of each event, comments left out.

/** Events end with an empty line; one that is cut off by the end of the stream is not dispatched. */
export async function* eventsOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = "";
  let data: string[] = [];
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "" && data.length > 0) yield data.join("\n");
      if (line === "") data = [];
      const [, text] = /^data:? ?(.*)$/s.exec(line) ?? [];
      if (text !== undefined) data.push(text);
    }
  }
}
