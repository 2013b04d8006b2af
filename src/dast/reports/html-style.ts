// The style of the HTML report: light and dark by the reader's setting, and paper.

export const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--ground:#fff;--raised:#f6f8fa;--critical:#82071e;--high:#bc4c00;--medium:#7d5e00;--low:#0550ae;--info:#57606a}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b1;--line:#30363d;--ground:#0d1117;--raised:#161b22;--critical:#ff8d98;--high:#ffa657;--medium:#e3b341;--low:#79c0ff;--info:#9da7b1}}
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}h3{font-size:1rem;margin:0}p{margin:.35rem 0}.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}th{font-weight:600;overflow-wrap:break-word;min-width:7.5rem}td.n,th.n{text-align:right}
.tally{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;padding:0;margin:.75rem 0;list-style:none}.tally b{font-size:1.25rem}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
article{border:1px solid var(--line);border-radius:6px;padding:.9rem 1rem;margin:0 0 .9rem;break-inside:avoid-page}article.aside{opacity:.75}
summary{cursor:pointer}details{margin:.4rem 0}pre{background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:.6rem;margin:.4rem 0;overflow:auto;max-height:24rem;white-space:pre-wrap;overflow-wrap:anywhere;font:12.5px/1.45 ui-monospace,monospace}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}.gaps{border-left:4px solid var(--high);padding-left:1rem}
@media print{body{max-width:none;padding:0;font-size:11px}pre{max-height:none}details:not([open])>:not(summary){display:none}h2{break-after:avoid}a{color:inherit}}
`.trim();
