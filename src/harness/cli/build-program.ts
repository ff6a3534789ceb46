import { Argument, Command, Option } from 'commander';
import type { SyncAction, SyncKind } from '../../contract/index.js';
import { flagParsers } from './flag-parsers.js';
import type { SendFlags } from './send/send-flags.js';
import type { StartFlags } from './start/start-flags.js';
import type { StatusFlags } from './status/status-flags.js';
import type { RunAction } from './sync/runs-command.js';
import type { RunsFlags } from './sync/runs-flags.js';
import type { SyncFlags } from './sync/sync-flags.js';

/** What the commands do; each resolves to the exit code. */
export interface CliCommands {
  readonly start: (flags: StartFlags) => Promise<number>;
  readonly send: (file: string, flags: SendFlags) => Promise<number>;
  readonly status: (flags: StatusFlags) => Promise<number>;
  readonly plan: (flags: SyncFlags) => Promise<number>;
  readonly run: (kind: SyncKind, flags: SyncFlags) => Promise<number>;
  readonly runs: (act: RunAction | null, flags: RunsFlags) => Promise<number>;
}

const URL_FLAG = [
  '--url <url>',
  'address of the running host',
  flagParsers.url,
  'http://127.0.0.1:4000',
] as const;
const TENANT_FLAG = ['--tenant <tenant>', 'tenant', 'demo'] as const;

const INSTALLATION_FLAG = ['--installation <id>', 'which one, where the tenant has several'] as const;

/** The command line: its words, flags and defaults. `done` is given the exit code of the command that ran. */
export function buildProgram(commands: CliCommands, done: (exitCode: number) => void): Command {
  const program = new Command('klaviyo')
    .description('A local host for the Klaviyo extension, with a local Klaviyo beside it.')
    .showHelpAfterError('(--help tells more)')
    .exitOverride();

  program
    .command('start')
    .description('start host, console and local Klaviyo, with a demo tenant')
    .option('--port <port>', 'port of the console and API, 0 for a free one', flagParsers.port, 4000)
    .option('--emulator-port <port>', 'port of the local Klaviyo, 0 for a free one', flagParsers.port, 4010)
    .option('--data <dir>', 'where everything is kept', '.data')
    .option('--database <url>', 'a postgres:// URL or a SQLite file (default: a SQLite file under --data)')
    .option('--members <n>', 'members of the demo tenant', flagParsers.members, 100)
    .option('--empty', 'no demo data, no installation', false)
    .option('--klaviyo <where>', 'live, or the URL of an emulator that already runs', flagParsers.klaviyo)
    .option('--client-id <id>', 'OAuth client id (or KLAVIYO_CLIENT_ID)')
    .option('--client-secret <secret>', 'OAuth client secret (or KLAVIYO_CLIENT_SECRET)')
    .option('--rate <n>', 'events per second of the demo stream', flagParsers.rate, 0.5)
    .addOption(
      new Option('--scheduler <which>', 'who decides which process delivers what')
        .choices(['in-process', 'pg-boss'])
        .default('in-process'),
    )
    .addOption(
      new Option('--role <role>', 'what this process does beside others (with --scheduler pg-boss)')
        .choices(['accept', 'deliver', 'both'])
        .default('both'),
    )
    .option('--openapi <file>', "Klaviyo's OpenAPI, for the local Klaviyo to check requests against")
    .action(async (flags: StartFlags) => done(await commands.start(flags)));

  program
    .command('send')
    .description('post saved events (JSON or NDJSON) to the running host')
    .argument('<file>', 'the file, - for stdin')
    .option(...URL_FLAG)
    .option(...TENANT_FLAG)
    .action(async (file: string, flags: SendFlags) => done(await commands.send(file, flags)));

  program
    .command('status')
    .description('show the installations of the running host')
    .option(...URL_FLAG)
    .option(...TENANT_FLAG)
    .action(async (flags: StatusFlags) => done(await commands.status(flags)));

  const sync = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option(...URL_FLAG)
      .option(...TENANT_FLAG)
      .option(...INSTALLATION_FLAG);

  const load = (name: string, description: string) =>
    sync(name, description)
      .option('--no-members', 'without the members, with profile and points')
      .option(
        '--audiences <ids>',
        'fill the lists of these audiences only (ids with commas)',
        flagParsers.ids,
      )
      .option('--events-from <time>', 'events of the past from here on (ISO-8601 or epoch milliseconds)');

  load('plan', 'show what a load would do and cost; nothing is sent').action(async (flags: SyncFlags) =>
    done(await commands.plan(flags)),
  );

  load('load', 'bring over what was there before')
    .option('--detach', 'start it and do not wait')
    .action(async (flags: SyncFlags) => done(await commands.run('load', flags)));

  sync('reconcile', 'compare both sides, and repair what differs')
    .option('--no-repair', 'report only')
    .option('--detach', 'start it and do not wait')
    .action(async (flags: SyncFlags) => done(await commands.run('reconcile', flags)));

  sync('runs', 'show the runs, or pause, resume or cancel one')
    .addArgument(new Argument('[action]').choices(['pause', 'resume', 'cancel']))
    .argument('[run]', 'its id')
    .action(
      async (action: SyncAction | undefined, run: string | undefined, flags: RunsFlags, self: Command) => {
        if (action !== undefined && run === undefined) self.error(`error: name the run to ${action}`);
        done(await commands.runs(action === undefined || run === undefined ? null : { action, run }, flags));
      },
    );

  return program;
}
