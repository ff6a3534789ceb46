/** The console's style sheet: one column, readable from 360 px, light and dark as the system has it. */
export const consoleStyle = `
:root { color-scheme: light dark; --line: light-dark(#cdd3da, #3a424c); --dim: light-dark(#4d5863, #a9b4c0);
  --good: light-dark(#0b6b3a, #6fdca4); --bad: light-dark(#a1121f, #ff9aa2); --warn: light-dark(#7a4b00, #f3c267); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#fff, #14181d); color: light-dark(#14181d, #e8ecf1); overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; justify-content: space-between; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0 0 .25rem; }
nav { display: flex; gap: 1rem; } a { color: inherit; }
section { border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
.meta, dt, small, caption { color: var(--dim); } small { display: block; }
.state { font-size: .85rem; font-weight: 600; padding: .1rem .5rem; border: 1px solid; border-radius: 1rem; }
.good { color: var(--good); } .bad, .error { color: var(--bad); } .warning { color: var(--warn); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .5rem 1rem; margin: .75rem 0; }
dd { margin: 0; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
ul { padding-left: 1.2rem; } #notice { min-height: 1.5rem; margin: .25rem 0; }
button { font: inherit; padding: .4rem .9rem; border-radius: .4rem; border: 1px solid currentcolor; background: none;
  color: inherit; cursor: pointer; min-height: 2.75rem; }
:focus-visible { outline: 3px solid light-dark(#1b5fc1, #8fc1ff); outline-offset: 2px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; } th, td { text-align: left; padding: .2rem .75rem .2rem 0; border-top: 1px solid var(--line);
  white-space: nowrap; }
`;
