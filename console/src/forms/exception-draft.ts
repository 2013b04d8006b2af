// The draft of an exception while it is edited: asked for once from the detections, and again for what a person made of it.
import { useEffect, useState } from "react";
import { ApiProblem, ask } from "../api/client.ts";
import type { ExceptionDraft } from "../api/runtime-shapes.ts";

const settleMs = 450;

interface Drafting { text: string; answer: ExceptionDraft | undefined; problem: ApiProblem | undefined; /** The answer is not of this text yet. */ pending: boolean; edit: (text: string) => void }

export function useExceptionDraft(detections: readonly string[]): Drafting {
  const chosen = detections.join(" ");
  const [edited, setEdited] = useState<string>();
  const [answered, setAnswered] = useState<{ of: string | undefined; answer?: ExceptionDraft; problem?: ApiProblem }>();
  useEffect(() => {
    const stop = new AbortController();
    const body = { ...(chosen === "" ? {} : { detections: chosen.split(" ") }), ...(edited === undefined ? {} : { text: edited }) };
    const read = (): void => void ask<ExceptionDraft>("/exceptions/draft", { method: "POST", body, signal: stop.signal })
      .then((answer) => setAnswered({ of: edited, answer }), (problem: unknown) => { if (problem instanceof ApiProblem) setAnswered((before) => ({ ...before, of: edited, problem })); });
    const timer = setTimeout(read, edited === undefined ? 0 : settleMs);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [chosen, edited]);
  return { text: edited ?? answered?.answer?.text ?? "", answer: answered?.answer, problem: answered?.problem, pending: answered === undefined || answered.of !== edited, edit: setEdited };
}
