import { readFile } from 'node:fs/promises';
import type { Receipt } from '../../../contract/index.js';
import { askHost } from '../ask-host.js';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { readSavedEvents } from './read-saved-events.js';
import type { SendFlags } from './send-flags.js';
import { sendInChunks } from './send-in-chunks.js';
import { tellReceipts } from './tell-receipts.js';

/** `send FILE|-`: posts saved events, tells the receipts; 1 where any was rejected or found the host busy. */
export async function sendCommand(file: string, flags: SendFlags, io: CliIo): Promise<number> {
  const text = file === '-' ? await io.readInput() : await readText(file);
  const { url, tenant } = flags;
  const receipts = await sendInChunks(readSavedEvents(text), {
    post: async (items) =>
      (await askHost(io, { url, tenant, path: '/api/events', body: items })) as readonly Receipt[],
    sleep: io.sleep,
  });
  for (const line of tellReceipts(receipts)) io.out(line);
  return receipts.some(({ status }) => status === 'rejected' || status === 'busy') ? 1 : 0;
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CliError(missing ? `There is no file ${file}.` : `The file ${file} cannot be read.`);
  });
}
