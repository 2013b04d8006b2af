// Patience: waiting for something at most so long, since a page under test may never answer.

/** The value, or undefined when it takes longer or fails: a page that hangs and a page that is gone look alike from here. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => { timer = setTimeout(() => { resolve(undefined); }, ms); });
  try { return await Promise.race([work.catch(() => undefined), late]); } finally { clearTimeout(timer); }
}

/** Whether it came to an end, well or not, in time. */
export async function endsWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  return (await within(ms, work.then(() => true, () => true))) === true;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
