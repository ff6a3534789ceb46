import { CommanderError } from 'commander';
import { buildProgram, type CliCommands } from './build-program.js';
import { CliError } from './cli-error.js';
import type { CliIo } from './cli-io.js';
import { sendCommand } from './send/send-command.js';
import { startCommand } from './start/start-command.js';
import { planCommand } from './sync/plan-command.js';
import { runCommand } from './sync/run-command.js';
import { runsCommand } from './sync/runs-command.js';
import { statusCommand } from './status/status-command.js';

/**
 * Runs one command.
 *
 * @param args what stands after the program's name
 * @returns the exit code: 0 it worked, 1 it did not, 2 it was asked wrongly
 */
export async function runCli(
  args: readonly string[],
  io: CliIo,
  commands: CliCommands = {
    start: (flags) => startCommand(flags, io),
    send: (file, flags) => sendCommand(file, flags, io),
    status: (flags) => statusCommand(flags, io),
    plan: (flags) => planCommand(flags, io),
    run: (kind, flags) => runCommand(kind, flags, io),
    runs: (act, flags) => runsCommand(act, flags, io),
  },
): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(commands, (code) => {
    exitCode = code;
  });
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CliError)) throw error;
    io.err(error.message);
    return error.exitCode;
  }
}
