import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chosenFiles } from './chosen-files.js';

/**
 * `npm test`: mocha over what is named, else over everything; `--unit` leaves out what needs more than this process.
 * What begins with a dash, and what stands behind `--grep`, is mocha's.
 */
const TAKES_VALUE = new Set([
  '-g',
  '--grep',
  '-f',
  '--fgrep',
  '-j',
  '--jobs',
  '-R',
  '--reporter',
  '-t',
  '--timeout',
]);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const named: string[] = [];
const options: string[] = [];
let unit = false;
for (const [index, word] of process.argv.slice(2).entries()) {
  const before = process.argv[index + 1] ?? '';
  if (word === '--unit') unit = true;
  else if (word.startsWith('-') || TAKES_VALUE.has(before)) options.push(word);
  else named.push(word);
}
const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
const files = chosenFiles(root, { named, unit });
// One file needs no workers.
const alone = files.length === 1 ? ['--no-parallel'] : [];
const { status } = spawnSync(process.execPath, [mocha, ...alone, ...options, ...files], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
