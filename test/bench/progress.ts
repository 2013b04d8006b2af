// Says on stderr how far a long step is, how fast it goes and when it will be done.

export interface Progress { step(done: number): void; end(): void }

const everyMs = 1000;

/** On a terminal the line is rewritten; elsewhere one is written every ten seconds. */
export function showProgress(what: string, total: number, write: (text: string) => void = (text) => { process.stderr.write(text); }): Progress {
  const startedAt = performance.now();
  const isLive = process.stderr.isTTY === true;
  let toldAt = startedAt;
  const line = (done: number): string => {
    const seconds = (performance.now() - startedAt) / 1000;
    const rate = done / Math.max(seconds, 0.001);
    return `${what}: ${done} of ${total}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s, ${Math.ceil((total - done) / Math.max(rate, 0.001))} s left`;
  };
  return {
    step(done) {
      if (performance.now() - toldAt < (isLive ? everyMs : 10 * everyMs)) return;
      toldAt = performance.now();
      write(isLive ? `\r\u001b[K${line(done)}` : `${line(done)}\n`);
    },
    end: () => { write(`${isLive ? "\r\u001b[K" : ""}${what}: ${total} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`); },
  };
}
