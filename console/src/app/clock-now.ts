// The console's clock: the only file that asks for the time, so that everything else can be given it.

export const nowMs = (): number => Date.now();
