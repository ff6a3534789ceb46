import { Dice } from '../dice.js';
import { EventFeeder, type FeederParts } from './event-feeder.js';
import type { EventItem, Item, StateItem } from './item.js';
import { StateFeeder } from './state-feeder.js';

/** Callers at the same time. What is about one member goes through one of each kind, so that its order is known. */
const EVENT_FEEDERS = 6;
const STATE_FEEDERS = 3;

/** Plays the script. Resolves when everything in it has its receipt. */
export async function feed(
  items: readonly Item[],
  parts: Omit<FeederParts, 'dice'>,
  seed: string,
): Promise<void> {
  const events = items.filter((item): item is EventItem => item.kind === 'event');
  const states = items.filter((item): item is StateItem => item.kind !== 'event');
  const dice = (name: string) => new Dice(`${seed} ${name}`);
  await Promise.all([
    ...shares(events, EVENT_FEEDERS).map((share, place) =>
      new EventFeeder({ ...parts, dice: dice(`events ${place}`) }, share).run(),
    ),
    ...shares(states, STATE_FEEDERS).map((share, place) =>
      new StateFeeder({ ...parts, dice: dice(`states ${place}`) }, share).run(),
    ),
  ]);
}

const shares = <T extends Item>(items: readonly T[], count: number): readonly (readonly T[])[] =>
  Array.from({ length: count }, (_, share) => items.filter(({ member }) => member % count === share));
