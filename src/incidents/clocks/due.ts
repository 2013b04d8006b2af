// When a stage is due: hours, days, calendar months and business days from its start.
import { dayMs, hourMs } from "../../kernel/clock.ts";
import type { Instant } from "../../kernel/clock.ts";

export type Span = { hours: number } | { days: number } | { months: number } | { businessDays: number };

/** Business days are Monday to Friday in UTC: public holidays differ by place and are not known here, so that a due instant errs to the early side. */
export function dueAfter(startedAt: Instant, span: Span): Instant {
  if ("hours" in span) return startedAt + span.hours * hourMs;
  if ("days" in span) return startedAt + span.days * dayMs;
  return "months" in span ? monthsAfter(startedAt, span.months) : businessDaysAfter(startedAt, span.businessDays);
}

// The same day of the month, or the last one of a shorter month (Regulation (EEC) 1182/71 Art. 3(2)(c)).
function monthsAfter(startedAt: Instant, months: number): Instant {
  const start = new Date(startedAt);
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months + 1, 0)).getUTCDate();
  const due = new Date(startedAt);
  due.setUTCDate(1);
  due.setUTCMonth(start.getUTCMonth() + months, Math.min(start.getUTCDate(), lastDay));
  return due.getTime();
}

function businessDaysAfter(startedAt: Instant, days: number): Instant {
  let at = startedAt;
  for (let left = days; left > 0;) {
    at += dayMs;
    if (isBusinessDay(at)) left -= 1;
  }
  return at;
}

const isBusinessDay = (at: Instant): boolean => ![0, 6].includes(new Date(at).getUTCDay());

/** "24 h", "14 d", "1 month", "1 business day". */
export function spanText(span: Span): string {
  if ("hours" in span) return span.hours < 1 ? `${span.hours * 60} min` : `${span.hours} h`;
  if ("days" in span) return `${span.days} d`;
  const [count, noun] = "months" in span ? [span.months, "month"] : [span.businessDays, "business day"];
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
