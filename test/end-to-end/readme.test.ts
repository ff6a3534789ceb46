import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { until } from '../until.js';
import { ShellSession } from './shell-session.js';
import { StartedHarness } from './started-harness.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const README = readFileSync(new URL('README.md', `file://${ROOT}`), 'utf8');

/** A block that only looks may look too early: what it prints is waited for. */
const PATIENCE_MS = 15_000;

const receipt = (id: string) =>
  new RegExp(
    `^\\[\\{"id":"${id}","status":"accepted","extension":"klaviyo","installation":"[^"]+","each":\\[` +
      '\\{"extension":"klaviyo",[^}]*"status":"accepted"\\},\\{"extension":"audit",[^}]*"status":"accepted"\\}\\]\\}\\]',
  );
const stored = '{"stored":1,"receipts":{"accepted":1}}';

/** What each block of the ten minutes must print, in their order; those that only look are run until they do. */
const PRINTED: readonly { readonly looks?: true; readonly prints: readonly (RegExp | string)[] }[] = [
  { prints: [/^installation [0-9a-f-]{36}$/m] },
  { prints: [stored + stored] },
  { prints: [receipt('first-1')] },
  {
    looks: true,
    prints: [
      "uniqueId: 'first-1'",
      "metric: 'Purchased Reward'",
      "reward: 'Coffee'",
      "email: 'ada@loyalty-demo.net'",
      "'POST /api/events 202'",
    ],
  },
  { prints: [stored] },
  { looks: true, prints: [/^120$/m] },
  { prints: [/"status":"configured".*"audiences":\[\{[^}]*"audienceId":"readers"/] },
  { prints: [receipt('readers')] },
  { looks: true, prints: ["name: 'Readers'", /members: \[ '\w+' \]/] },
  { prints: [/"id":"refused-1","status":"accepted"/, '"status":400'] },
  { looks: true, prints: [/"items":\[\{"cause":".*"reference":"refused-1"/] },
  { prints: ['id,kind,reference,', /^event:refused-1,event,refused-1,ada,/m, '{"replayed":1,"left":0}'] },
  { looks: true, prints: ['waitingEvents: 0', 'delivered: 2', 'deadLetters: 0'] },
  {
    prints: [
      '{"stored":1}',
      /events +1 of the past/,
      /load done .*100 %/,
      /reconcile done .*100 %/,
      'no drift',
      /^load +done/m,
      /^KLAVIYO +active +Demo Coffee +yes/m,
    ],
  },
  { prints: [/^\[\]$/m] },
];

const blocksOf = (text: string): readonly string[] =>
  [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block ?? '');

describe('the commands of README', function () {
  this.timeout(300_000);
  let harness: StartedHarness;
  let shell: ShellSession;
  before(async () => {
    harness = await StartedHarness.start('--members', '10', '--rate', '0');
    shell = new ShellSession(ROOT);
  });
  after(async () => {
    await (shell as ShellSession | undefined)?.end();
    await (harness as StartedHarness | undefined)?.dispose();
  });

  const [beginning = '', rest = ''] = README.split('## Ten minutes to a first event');
  const [minutes = '', end = ''] = rest.split('**With a Klaviyo account.**');
  const blocks = blocksOf(minutes);

  /** The harness under test has ports of its own; nothing else of a command is changed. */
  const here = (block: string): string =>
    block
      .replaceAll('http://127.0.0.1:4000', new URL(harness.console).origin)
      .replaceAll('http://127.0.0.1:4010', new URL(harness.klaviyo).origin)
      .replaceAll(/klaviyo -- (\w+)/g, `klaviyo -- $1 --url ${new URL(harness.console).origin}`);

  it('are all here: those that start it, and one for each line of this test', () => {
    expect(blocks).to.have.length(PRINTED.length);
    expect(blocksOf(beginning).flatMap((block) => block.trim().split('\n'))).to.deep.equal([
      'npm ci && npm start    # local host, local Klaviyo, demo tenant',
      'npm ci && npm test     # all tests',
    ]);
    expect(blocksOf(end)).to.have.length(1);
  });

  for (const [index, { looks, prints }] of PRINTED.entries()) {
    const block = blocks[index] ?? '';
    it(`do what they say: ${index + 1}. ${block.split('\n')[0]?.slice(0, 70) ?? ''}`, async () => {
      const fits = (text: string) =>
        prints.every((part) => (typeof part === 'string' ? text.includes(part) : part.test(text)));
      let printed = await shell.run(here(block));
      if (looks) {
        printed = await until(
          'the block prints what the README says',
          async () => (fits(printed) ? printed : shell.run(here(block))),
          fits,
          PATIENCE_MS,
        ).catch(() => printed);
      }
      for (const part of prints) {
        if (typeof part === 'string') expect(printed).to.include(part);
        else expect(printed).to.match(part);
      }
      expect(printed).not.to.match(/"error"|Error:|not found/);
    });
  }
});
