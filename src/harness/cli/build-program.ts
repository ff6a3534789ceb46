import { Command } from 'commander';
import { flagParsers } from './flag-parsers.js';
import type { SendFlags } from './send/send-flags.js';
import type { StartFlags } from './start/start-flags.js';
import type { StatusFlags } from './status/status-flags.js';

/** What the commands do; each resolves to the exit code. */
export interface CliCommands {
  readonly start: (flags: StartFlags) => Promise<number>;
  readonly send: (file: string, flags: SendFlags) => Promise<number>;
  readonly status: (flags: StatusFlags) => Promise<number>;
}

const URL_FLAG = [
  '--url <url>',
  'address of the running host',
  flagParsers.url,
  'http://127.0.0.1:4000',
] as const;
const TENANT_FLAG = ['--tenant <tenant>', 'tenant', 'demo'] as const;

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

  return program;
}
