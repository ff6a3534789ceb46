import { fileURLToPath } from 'node:url';
import { measureStructure } from './measure-structure.js';
import { readStairs } from './read-stairs.js';

/** `npm run structure`: prints what the tests hold, place by place. */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const structure = measureStructure(root, await readStairs(root));
for (const [name, value] of Object.entries(structure) as [string, number | readonly string[]][]) {
  process.stdout.write(`${name}: ${typeof value === 'number' ? value : value.length}\n`);
  if (typeof value !== 'number') for (const place of value) process.stdout.write(`  ${place}\n`);
}
