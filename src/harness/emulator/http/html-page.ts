import type { Answer } from './exchange.js';
import { escapeHtml } from './escape-html.js';

const STYLE = `
:root{color-scheme:light dark;--ground:#f4f3ef;--card:#fff;--ink:#1c1b19;--soft:#5c5952;--line:#d9d6cd;--deed:#1c1b19;--deed-ink:#fff;--focus:#0b63ce;--warn:#9b2c1d}
@media (prefers-color-scheme:dark){:root{--ground:#171614;--card:#22211e;--ink:#f1efe9;--soft:#b5b1a6;--line:#3d3a34;--deed:#f1efe9;--deed-ink:#1c1b19;--focus:#7db4ff;--warn:#ff9d8c}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:480px;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:24px}
.mark{margin:0 0 16px;font-size:13px;color:var(--soft)}
h1{margin:0 0 8px;font-size:22px;line-height:1.25}
p{margin:0 0 16px;color:var(--soft)}
ul{margin:0 0 20px;padding-left:20px}
li{margin:2px 0}
table{width:100%;border-collapse:collapse;margin:0 0 20px;font-size:14px}
th,td{padding:6px 8px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
h2{margin:24px 0 8px;font-size:17px}
main.wide{max-width:860px}
a{color:inherit}
code{font-size:12px;color:var(--soft);overflow-wrap:anywhere}
label{display:block;margin:0 0 4px;font-weight:600;font-size:14px}
select{width:100%;margin:0 0 16px;padding:10px 12px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px}
.deeds{display:flex;gap:12px;flex-wrap:wrap-reverse}
button,.button{flex:1 1 140px;padding:12px 16px;font:inherit;font-weight:600;text-align:center;text-decoration:none;border-radius:8px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
button.main,.button.main{background:var(--deed);border-color:var(--deed);color:var(--deed-ink)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.refused h1{color:var(--warn)}`;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A page of the emulator: no script, nothing from elsewhere. `content` must be escaped already. */
export const htmlPage = (status: number, title: string, content: string, wide = false): Answer => ({
  status,
  headers: {
    ...HEADERS,
    // No form-action: browsers apply it to the redirect that answers the form too, which leaves for the app.
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  },
  text: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main class="${status >= 400 ? 'refused' : ''}${wide ? 'wide' : ''}">
<p class="mark">Klaviyo emulator · nothing here leaves this machine</p>
${content}
</main>
</body>
</html>
`,
});
