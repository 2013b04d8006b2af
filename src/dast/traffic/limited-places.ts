// Places with a limit of their own, as logins have: they get rest, and the scan goes on elsewhere.

export interface LimitedPlaces {
  /** How a request to a place ended. True: it refuses for too many requests while the rest of the host answers as ever. */
  ended(place: string, now: number, isRefused: boolean): boolean;
  /** For how long nothing should be sent there. */
  restMs(place: string, now: number): number;
}

const windowMs = 10_000;
const mostRecent = 200;
const enoughOthers = 10;
const firstRestMs = 1_000;
const longestRestMs = 2_000;

export function createLimitedPlaces(): LimitedPlaces {
  let recent: { place: string; at: number; isRefused: boolean }[] = [];
  const rests = new Map<string, { until: number; ms: number }>();
  return {
    ended(place, now, isRefused) {
      recent.push({ place, at: now, isRefused });
      if (recent.length > mostRecent) recent = recent.slice(-mostRecent / 2);
      if (!isRefused) return false;
      const others = recent.filter((one) => one.place !== place && now - one.at <= windowMs);
      const isAlone = others.length >= enoughOthers && others.filter((one) => one.isRefused).length <= others.length / 10;
      if (isAlone) rests.set(place, longer(rests.get(place), now));
      return isAlone;
    },
    restMs: (place, now) => Math.max(0, (rests.get(place)?.until ?? 0) - now),
  };
}

/** Requests that were under way when the rest began do not make it longer. */
function longer(known: { until: number; ms: number } | undefined, now: number): { until: number; ms: number } {
  if (known !== undefined && now < known.until) return known;
  const ms = known === undefined || now - known.until > windowMs ? firstRestMs : Math.min(longestRestMs, known.ms * 2);
  return { until: now + ms, ms };
}
