// Pages that show a state rather than rows under a cursor follow the facts about their nouns at once.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { onStreamEvent } from "./live.ts";

const settleMs = 400;

/** nouns: the first word of a fact's kind, as "silence". paths: whose cached answers are read again. */
export function useFollow(nouns: readonly string[], paths: readonly string[]): void {
  const client = useQueryClient();
  const [heard, read] = [nouns.join(" "), paths.join(" ")];
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => void client.invalidateQueries({ predicate: ({ queryKey: [path] }) => read.split(" ").some((prefix) => String(path).startsWith(prefix)) });
    const stop = onStreamEvent(({ kind }) => {
      if (!heard.split(" ").includes(kind.split(".")[0] ?? "")) return;
      clearTimeout(timer);
      timer = setTimeout(refresh, settleMs);
    });
    return () => { stop(); clearTimeout(timer); };
  }, [client, heard, read]);
}
