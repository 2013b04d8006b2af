// Reads server-sent events from text chunks (HTML standard, section 9.2.6), without the browser's EventSource: that one cannot resume after a pause.

export interface ServerEvent { id: string; event: string; data: string }

/** Takes chunks as they come and gives back the events that are complete; keeps the rest. */
export function eventReader(): (chunk: string) => ServerEvent[] {
  let rest = "";
  let lastId = "";
  return (chunk) => {
    // A CR at the end may be half of CRLF: hold it back until the next chunk decides.
    const text = rest + chunk;
    const held = text.endsWith("\r") ? "\r" : "";
    const blocks = text.slice(0, text.length - held.length).replaceAll("\r\n", "\n").replaceAll("\r", "\n").split("\n\n");
    rest = (blocks.pop() ?? "") + held;
    return blocks.flatMap((block) => {
      const event = readBlock(block, lastId);
      lastId = event.id;
      return event.data === "" ? [] : [event];
    });
  };
}

function readBlock(block: string, lastId: string): ServerEvent {
  const event: ServerEvent = { id: lastId, event: "message", data: "" };
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "data") data.push(value);
    else if (field === "event") event.event = value;
    else if (field === "id" && !value.includes("\0")) event.id = value;
  }
  return { ...event, data: data.join("\n") };
}
