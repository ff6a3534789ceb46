import { expect } from 'chai';
import { Dice } from '../dice.js';
import { writeScript } from './write-script.js';

const options = {
  events: 500,
  states: 200,
  members: 20,
  audiences: ['a', 'b'],
  references: 'mixed',
  moves: 0,
  seasons: [0.3, 0.7, 0],
} as const;

describe('writeScript', () => {
  const script = (seed: string) => writeScript(options, new Dice(seed));
  const essence = (seed: string) =>
    script(seed).map((item) => (item.kind === 'event' ? [item.event.id, item.event.subject] : item));

  it('is decided by its seed', () => {
    expect(essence('one')).to.deep.equal(essence('one'));
    expect(essence('one')).not.to.deep.equal(essence('other'));
  });

  it('has as many of each as it was asked for, in places of their own', () => {
    const items = script('one');
    expect(items.filter(({ kind }) => kind === 'event')).to.have.lengthOf(500);
    expect(items.map(({ place }) => place)).to.deep.equal(items.map((_, place) => place));
    expect(items).to.have.lengthOf(700);
  });

  it('has members who are there in one season only, and of whom there is no event', () => {
    const items = script('one');
    const places = (number: number) => items.filter(({ member }) => member === number);
    const guests = Array.from({ length: 8 }, (_, place) => 12 + place);
    for (const guest of guests) {
      expect(places(guest).filter(({ kind }) => kind === 'event')).to.deep.equal([]);
      const seasons = new Set(places(guest).map(({ place }) => place < 205));
      expect(seasons.size).to.be.at.most(1);
    }
    expect(guests.some((guest) => places(guest).some(({ place }) => place < 200))).to.equal(true);
    expect(guests.some((guest) => places(guest).some(({ place }) => place > 210))).to.equal(true);
  });

  it('lets nobody leave who has not joined, nor join twice', () => {
    const inside = new Set<string>();
    for (const item of script('one')) {
      if (item.kind !== 'audience') continue;
      const key = `${item.audienceId} ${item.member}`;
      expect(inside.has(key)).to.equal(item.direction === 'left');
      if (item.direction === 'joined') inside.add(key);
      else inside.delete(key);
    }
  });
});
