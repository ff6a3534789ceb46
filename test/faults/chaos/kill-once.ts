import type { Dice } from '../dice.js';
import type { SurvivingHost } from '../host/surviving-host.js';
import { sleep } from '../sleep.js';

/** Where nothing is handed over for so long, the kill does not wait for it. */
const DISPATCH_WITHIN_MS = 2_000;
/** A call takes from 2 to 230 ms to its receipts: half of the strikes come within the first 30 ms. */
const STRIKE_MS = 120;

/** Waits for its moment, and kills. `hurry` lets through what is meant for this life of the host. */
type Moment = (host: SurvivingHost, dice: Dice, hurry: () => void) => Promise<void>;

/** Ends the host with `kill -9` at a moment as the dice fall. Resolves when it is dead. */
export const killOnce: Moment = (host, dice, hurry) =>
  dice.weighted<Moment>([
    { weight: 35, value: inMidLife },
    { weight: 20, value: soonAfterStart },
    { weight: 10, value: whileItStarts },
    { weight: 35, value: betweenDispatchAndReceipt },
  ])(host, dice, hurry);

const inMidLife: Moment = async (host, dice) => {
  await host.up();
  await sleep(dice.between(300, 3_500));
  await host.kill();
};

const soonAfterStart: Moment = async (host, dice) => {
  await host.up();
  await sleep(dice.between(0, 150));
  await host.kill();
};

const whileItStarts: Moment = async (host, dice) => {
  await sleep(dice.between(50, 600));
  await host.kill();
};

const betweenDispatchAndReceipt: Moment = async (host, dice, hurry) => {
  await host.up();
  await sleep(dice.between(0, 800));
  const killed = host.killAfterNextDispatch(STRIKE_MS * dice.between(0, 1) ** 2);
  hurry();
  const waited = await Promise.race([killed.then(() => false), sleep(DISPATCH_WITHIN_MS).then(() => true)]);
  // Disarmed: it must not strike in the middle of the next one's time.
  if (waited && host.disarm()) await host.kill();
  else await killed;
};
