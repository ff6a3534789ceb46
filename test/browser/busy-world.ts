import { until } from '../until.js';
import type { ConsoleWorld } from './console-world.js';

/** Fills the views: a mapped audience, events that have arrived, and some that Klaviyo has refused. */
export async function makeBusy(world: ConsoleWorld): Promise<void> {
  const { harness } = world;
  const id = await world.installation();
  const fault = { kind: 'status', status: 400, match: { operation: 'create_event' }, count: 3 };
  const { body } = await harness.api('GET', `/api/installations/${id}/options/lists`);
  const [list] = (body as { options: readonly { value: string }[] }).options;
  const [audience] = (await harness.api('GET', '/api/audiences')).body as readonly { id: string }[];
  const settings = (await harness.api('GET', `/api/installations/${id}/settings`)).body as {
    revision: number;
  };
  await harness.api('PUT', `/api/installations/${id}/settings`, {
    settings: { audiences: [{ audienceId: audience?.id, listId: list?.value, mode: 'mirror' }] },
    expectedRevision: settings.revision,
  });
  const members = ((await harness.api('GET', '/api/members')).body as { items: readonly { id: string }[] })
    .items;
  const event = (name: string, index: number) => ({
    id: `${name}-${index}`,
    type: 'PURCHASED_REWARD',
    subject: members[index % members.length]?.id,
    payload: { reward: 'Free coffee', cost: 100 },
  });
  await harness.api('POST', '/api/vendor/admin/faults', fault);
  await harness.api(
    'POST',
    '/api/events',
    [0, 1, 2].map((index) => event('refused', index)),
  );
  const counts = () => countsOf(world);
  await until('three events are dead letters', counts, ({ deadLetters }) => deadLetters >= 3, 20_000);
  await harness.api('DELETE', '/api/vendor/admin/faults');
  await harness.api(
    'POST',
    '/api/events',
    Array.from({ length: 12 }, (_, index) => event('bought', index)),
  );
  await until('no event waits', counts, ({ waitingEvents }) => waitingEvents === 0, 20_000);
}

async function countsOf(world: ConsoleWorld): Promise<{ waitingEvents: number; deadLetters: number }> {
  const { body } = await world.harness.api(
    'GET',
    `/api/installations/${await world.installation()}/overview`,
  );
  return (body as { counts: { waitingEvents: number; deadLetters: number } }).counts;
}
