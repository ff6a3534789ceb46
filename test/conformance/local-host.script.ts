import 'reflect-metadata';
import { createLocalHost } from './create-local-host.js';
import type { HostUnderTestOptions } from './host-under-test.js';

const host = await createLocalHost(JSON.parse(process.argv[2] ?? '{}') as HostUnderTestOptions);
const { id } = await host.createInstallation('t', 'KEEPER');
await host.setActive('t', id, { active: true });
for (let at = 0; ; at += 1) {
  const receipts = await host.dispatch('t', [{ id: `e${at}`, type: 'PURCHASED_REWARD', subject: 'm' }]);
  for (const receipt of receipts) process.stdout.write(`${JSON.stringify(receipt)}\n`);
}
