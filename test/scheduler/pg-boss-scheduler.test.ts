import { type ChildProcess, fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { freshPostgres } from '../harness/host/store/fresh-postgres.js';
import { postgresOrSkip } from '../harness/host/store/postgres-or-skip.js';
import { until } from '../until.js';
import { promised } from './conformance.js';
import { newerNodeOrSkip } from './newer-node.js';

const script = (name: string): string => fileURLToPath(new URL(`./${name}.script.js`, import.meta.url));

describe('lanes scheduled by pg-boss', function () {
  this.timeout(120_000);
  let node: string;
  let database: Awaited<ReturnType<typeof freshPostgres>> | null = null;
  let outcomes: ReadonlyMap<string, string | null>;
  let said: string;

  before(async function () {
    await postgresOrSkip(this);
    node = newerNodeOrSkip(this);
    database = await freshPostgres();
    const child = spawn(node, [script('conformance'), database.spec], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    said = err;
    const lines = out.split('\n').filter((line) => line !== '');
    outcomes = new Map(
      lines.map((line) => {
        const { title, failed } = JSON.parse(line) as { title: string; failed: string | null };
        return [title, failed];
      }),
    );
  });
  after(() => database?.remove());

  for (const { title } of promised) {
    it(title, () => {
      expect(outcomes.has(title), said).to.equal(true);
      expect(outcomes.get(title)).to.equal(null);
    });
  }

  it('gives the lane of a process that was killed, and of one that hangs, to another within 15 seconds', async () => {
    const holders: ChildProcess[] = [];
    const hold = async (lane?: string) => {
      const args = [database!.spec, ...(lane === undefined ? [] : [lane])];
      const child = fork(script('lane-holder'), args, { execPath: node });
      holders.push(child);
      const heard: { holds?: string; lost?: string; ready?: true }[] = [];
      child.on('message', (message) => heard.push(message as (typeof heard)[number]));
      await until('the process is ready', () => heard.some(({ ready }) => ready), Boolean, 10_000);
      return { child, heard };
    };
    try {
      const killed = await hold('killed');
      await until('it holds the lane', () => killed.heard.some(({ holds }) => holds === 'killed'), Boolean);
      const hung = await hold('hung');
      const holderOf = (lane: string) =>
        [killed, hung].find(({ heard }) => heard.some(({ holds }) => holds === lane));
      await until('both lanes are held', () => holderOf('hung') !== undefined, Boolean);
      const heir = await hold();
      killed.child.kill('SIGKILL');
      hung.child.kill('SIGSTOP');
      const begun = performance.now();
      const got = (lane: string) => heir.heard.some(({ holds }) => holds === lane);
      await until('the heir holds both', () => got('killed') && got('hung'), Boolean, 15_000);
      expect(performance.now() - begun).to.be.below(15_000);
      hung.child.kill('SIGCONT');
      if (holderOf('hung') === hung) {
        await until('who comes back is told', () => hung.heard.some(({ lost }) => lost === 'hung'), Boolean);
      }
    } finally {
      for (const child of holders) child.kill('SIGKILL');
    }
  });
});
