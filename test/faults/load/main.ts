import { Command } from 'commander';
import { describeLoad } from './describe-load.js';
import { loadFailures } from './load-failures.js';
import { runLoad } from './run-load.js';

interface Flags {
  readonly members: number;
  readonly audience: number;
  readonly kills: number;
  readonly padding: number;
}

/** The full load: prints how it goes and a summary; exit code 1 where Klaviyo holds anything otherwise than it should. */
const flags = new Command('faults:load')
  .description(
    'Loads a programme through a host that is killed, and shows that Klaviyo holds all of it, once.',
  )
  .option('--members <n>', 'members', Number, 100_000)
  .option('--audience <n>', 'members of the audience', Number, 40_000)
  .option('--kills <n>', 'how often the host is killed, spread over the load', Number, 3)
  .option('--padding <n>', 'characters that each profile has more than it needs, up to 1000', Number, 0)
  .parse()
  .opts<Flags>();

// Ended by `exit`, so that the processes that were started end as well.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const begun = Date.now();
const { members, audience, kills, padding } = flags;
const report = await runLoad({
  members,
  audience,
  padding,
  killsAt: Array.from({ length: kills }, (_, index) => (index + 1) / (kills + 1)),
  tell: (sentence) =>
    void process.stdout.write(
      `${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${sentence}\n`,
    ),
});
process.stdout.write(`\n${describeLoad(report)}\n`);
process.exitCode = loadFailures(report).length > 0 ? 1 : 0;
