import { createHash } from 'node:crypto';

/** Numbers in [0, 1), always the same for the same name. */
export type SeededRandom = () => number;

/**
 * A stream of numbers that a name decides: member 7 of a tenant is the same person on every machine and needs no
 * member 6 before it. The digest of the name and a counter; speed does not matter here, evenness does.
 */
export function seededRandom(name: string): SeededRandom {
  let block = createHash('sha256').update(name).digest();
  let offset = 0;
  return () => {
    if (offset + 4 > block.length) {
      block = createHash('sha256').update(block).digest();
      offset = 0;
    }
    const value = block.readUInt32BE(offset);
    offset += 4;
    return value / 2 ** 32;
  };
}
