import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { accept } from './accept/accept.js';
import type { Benchmark } from './benchmark.js';
import { idle } from './idle/idle.js';
import { lane } from './lane/lane.js';
import { load } from './load/load.js';
import { formatReport } from './report/format-report.js';
import { machine } from './report/machine.js';
import type { Report } from './report/report.js';
import { window } from './window/window.js';

/**
 * `npm run bench -- [--only accept,idle,lane,load,window] [--quick] [--large] [--json FILE] [--events N] [--members N] [--minutes N]`:
 * the figures on stdout, what is going on on stderr.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    json: { type: 'string' },
    events: { type: 'string' },
    members: { type: 'string' },
    minutes: { type: 'string' },
  },
});

const benchmarks: Readonly<Record<string, Benchmark>> = { accept, idle, lane, load, window };
const names = values.only?.split(',') ?? Object.keys(benchmarks);
const unknown = names.find((name) => benchmarks[name] === undefined);
if (unknown !== undefined) {
  throw new Error(`There is no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}.`);
}
const count = (name: 'events' | 'members' | 'minutes') => {
  const text = values[name];
  if (text === undefined) return {};
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number of at least 1.`);
  return { [name]: Number(text) };
};
const flags = {
  quick: values.quick,
  large: values.large,
  ...count('events'),
  ...count('members'),
  ...count('minutes'),
};

// An exit handler ends the emulator and removes the files, and a signal alone would not call it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const on = machine();
process.stdout.write(`node ${on.node}, ${on.platform}, ${on.cores} cores, ${on.cpu}\n\n`);
const reports: Report[] = [];
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (!names.includes(name)) continue;
  const report = await benchmark(flags, (step) => void process.stderr.write(`${name}: ${step}\n`));
  process.stdout.write(formatReport(report));
  reports.push(report);
}
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ machine: on, flags, reports }, null, 2)}\n`);
}
