import { Command, Option } from 'commander';
import { describeReport } from './describe-report.js';
import { failuresOf } from './failures-of.js';
import { runFaults } from './run-faults.js';
import type { RunOptions } from './run-options.js';

interface Flags {
  readonly events: number;
  readonly states: number;
  readonly members: number;
  readonly kills: number;
  readonly seed: string;
  readonly references: RunOptions['references'];
  readonly moves: number;
  readonly switches: RunOptions['switches'];
  readonly limits: boolean;
  readonly opening: number;
  readonly calm: number;
  readonly patience: number;
  readonly steady: number;
  readonly allow429: boolean;
}

/** The full run: prints how it goes and a summary; exit code 1 where anything is lost, doubled, stale or out of order. */
const flags = new Command('faults')
  .description('Kills the host and lets Klaviyo misbehave, and shows that nothing is lost by it.')
  .option('--events <n>', 'events handed over', Number, 20_000)
  .option('--states <n>', 'changes of wallets, profiles and audiences', Number, 5_000)
  .option('--members <n>', 'members', Number, 1_000)
  .option('--kills <n>', 'how often the host is killed', Number, 200)
  .option('--seed <text>', 'repeats a run', String(Date.now()))
  .addOption(
    new Option('--switches <position>', "where the emulator's switches stand")
      .choices(['kind', 'unkind', 'seeded'])
      .default('seeded'),
  )
  .addOption(
    new Option('--references <kind>', 'how events name their members')
      .choices(['id', 'mixed'])
      .default('mixed'),
  )
  .option('--moves <share>', 'profile changes that bring a new e-mail address, 0 to 1', Number, 0)
  .option('--no-limits', "without Klaviyo's rate limits")
  .option('--opening <seconds>', 'so long it goes before the first kill', Number, 20)
  .option('--calm <seconds>', 'how long each of the two calms between the kills is; 0 for none', Number, 20)
  .option('--patience <seconds>', 'so long nothing may move at the end', Number, 180)
  .option('--steady <seconds>', 'so long everything has to stay right', Number, 70)
  .option('--allow-429', 'do not fail for 429s that a budget should have avoided', false)
  .parse()
  .opts<Flags>();

// Ended by `exit`, so that the processes that were started end as well.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const begun = Date.now();
const tell = (sentence: string): void => {
  process.stdout.write(`${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${sentence}\n`);
};
tell(`seed ${flags.seed}`);
const { events, states, members, kills, seed, switches, references, moves, limits } = flags;
const report = await runFaults({
  ...{ events, states, members, kills, seed, switches, references, moves, limits },
  openingMs: flags.opening * 1_000,
  calmMs: flags.calm * 1_000,
  patienceMs: flags.patience * 1_000,
  steadyMs: flags.steady * 1_000,
  tell,
});
const failures = failuresOf(report).length;
const avoidable = flags.allow429 ? 0 : report.avoidable429.size;
process.stdout.write(`\n${describeReport(report)}\n`);
if (avoidable > 0) process.stdout.write('FAILED 429s that a budget should have avoided\n');
if (failures > 0) process.stdout.write(`the logs are in ${report.directory}\n`);
if (failures + avoidable > 0) process.stdout.write(`run it again with --seed ${seed}\n`);
process.exitCode = failures + avoidable > 0 ? 1 : 0;
