import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import { measureStructure, type Structure } from './measure-structure.js';
import { readStairs } from './read-stairs.js';

describe('the structure of the sources', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  let structure: Structure;
  before(async () => {
    structure = measureStructure(root, await readStairs(root));
  });

  it('has no two rooms that import each other, and no import that runs upward', () => {
    expect([structure.mutualPairs, structure.upward]).to.deep.equal([[], []]);
  });

  it('keeps every query in the store', () => {
    expect(structure.queriesOutsideStore).to.deep.equal([]);
  });

  it('writes what became of a request in few places, and tells the backlog in one', () => {
    expect(structure.settlingPlaces.length, structure.settlingPlaces.join('\n')).to.be.at.most(12);
    expect(structure.backlogTellers).to.deep.equal(['src/delivery/verdict/tell-backlog.ts']);
  });

  it('has no file that is too long to be read at once', () => {
    expect(structure.longFiles).to.deep.equal([]);
  });
});
