import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { FAULT_KINDS } from '../../../src/harness/emulator/admin/fault-shapes.js';
import { SWITCH_MEANINGS } from '../../../src/harness/emulator/index.js';

/** From the build output up to the sources. */
const SOURCES = new URL('../../../../', import.meta.url);
const readme = readFileSync(new URL('src/harness/emulator/README.md', SOURCES), 'utf8');

/** The rows of the table whose head begins with a word, as their cells. */
const rows = (head: string): readonly (readonly string[])[] => {
  const lines = readme.split('\n');
  const start = lines.findIndex((line) => new RegExp(`^\\| ${head} +\\|`).test(line));
  const end = lines.findIndex((line, place) => place > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

describe('emulator: its README', () => {
  it('has every switch in its table', () => {
    for (const name of Object.keys(SWITCH_MEANINGS)) {
      if (name === 'jobDelayMs') continue; // How long a job takes is no behaviour of Klaviyo's.
      expect(readme, name).to.include(`\`${name}\``);
    }
  });

  it('has every kind of fault in its table, and none that is not there', () => {
    const named = rows('kind').flatMap(([kind = '']) =>
      [...kind.matchAll(/`([\w-]+)`/g)].map(([, one]) => one),
    );
    expect(named).to.have.members([...FAULT_KINDS]);
  });

  it('names a source, a standing and tests that exist for each behaviour', () => {
    const table = rows('behaviour');
    expect(table).to.have.length.above(40);
    for (const [behaviour = '', source = '', confirmed = '', tests = ''] of table) {
      expect(
        [source, confirmed].every((cell) => cell !== ''),
        behaviour,
      ).to.equal(true);
      const files = [...tests.matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);
      expect(files, behaviour).not.to.deep.equal([]);
      for (const name of files) {
        const places = [`emulator/${name}`, `emulator/${name}/${name}`, `${name}/${name}`];
        const there = places.some((place) =>
          existsSync(fileURLToPath(new URL(`test/harness/${place}.test.ts`, SOURCES))),
        );
        expect(there, `${behaviour}: ${name}`).to.equal(true);
      }
    }
  });
});
