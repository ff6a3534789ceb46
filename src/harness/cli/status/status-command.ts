import type { Overview } from '../../../contract/index.js';
import type { InstallationView } from '../../host/host.js';
import { askHost } from '../ask-host.js';
import { CliError } from '../cli-error.js';
import type { CliIo } from '../cli-io.js';
import { formatTable } from './format-table.js';
import type { StatusFlags } from './status-flags.js';

const HEADS = [
  'TYPE',
  'STATE',
  'ACCOUNT',
  'ACTIVE',
  'EVENTS WAITING',
  'STATES WAITING',
  'DELIVERED',
  'DEAD',
  'ID',
];

/** `status`: the installations with state and counts, then their problems. */
export async function statusCommand(flags: StatusFlags, io: CliIo): Promise<number> {
  const views = (await askHost(io, { ...flags, path: '/api/installations' })) as readonly InstallationView[];
  if (views.length === 0) {
    io.out(`No extension is installed for tenant ${flags.tenant}.`);
    return 0;
  }
  const rows = await Promise.all(views.map(async (view) => rowOf(view, await overviewOf(view, flags, io))));
  for (const line of formatTable([HEADS, ...rows])) io.out(line);
  for (const view of views) {
    for (const { severity, code, message } of view.problems) {
      io.out(`${view.type} ${severity} ${code}: ${message}`);
    }
  }
  return 0;
}

/** An extension need not have one; that its neighbour has is no reason to fail. */
async function overviewOf(view: InstallationView, flags: StatusFlags, io: CliIo): Promise<Overview | null> {
  try {
    return (await askHost(io, { ...flags, path: `/api/installations/${view.id}/overview` })) as Overview;
  } catch (error) {
    if (error instanceof CliError) return null;
    throw error;
  }
}

function rowOf(view: InstallationView, overview: Overview | null): readonly string[] {
  const count = (name: 'waitingEvents' | 'waitingStates' | 'delivered' | 'deadLetters') =>
    overview ? String(overview.counts[name]) : '-';
  return [
    view.type,
    view.check?.state ?? 'unknown',
    view.check?.account?.name ?? '-',
    view.active ? 'yes' : 'no',
    count('waitingEvents'),
    count('waitingStates'),
    count('delivered'),
    count('deadLetters'),
    view.id,
  ];
}
