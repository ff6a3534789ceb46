import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Receipt } from '../../../src/contract/index.js';
import { runCli } from '../../../src/harness/cli/run-cli.js';
import { FakeIo } from './fake-io.js';

describe('runCli', () => {
  let io: FakeIo;
  beforeEach(() => {
    io = new FakeIo();
  });

  describe('flags', () => {
    const parse = async (...args: string[]) => {
      const seen: unknown[] = [];
      const code = await runCli(args, io, {
        start: (flags) => Promise.resolve(seen.push(flags) && 0),
        send: (file, flags) => Promise.resolve(seen.push(file, flags) && 0),
        status: (flags) => Promise.resolve(seen.push(flags) && 7),
        plan: (flags) => Promise.resolve(seen.push(flags) && 0),
        run: (kind, flags) => Promise.resolve(seen.push(kind, flags) && 0),
        runs: (act, flags) => Promise.resolve(seen.push(act, flags) && 0),
      });
      return { code, seen };
    };

    it('have defaults', async () => {
      expect((await parse('start')).seen).to.deep.equal([
        {
          port: 4000,
          emulatorPort: 4010,
          data: '.data',
          members: 100,
          empty: false,
          rate: 0.5,
          scheduler: 'in-process',
          role: 'both',
        },
      ]);
      const asked = { url: 'http://127.0.0.1:4000', tenant: 'demo' };
      expect((await parse('send', 'f.json')).seen).to.deep.equal(['f.json', asked]);
      expect((await parse('status')).seen).to.deep.equal([asked]);
      expect((await parse('plan')).seen).to.deep.equal([{ ...asked, members: true }]);
      expect((await parse('load')).seen).to.deep.equal(['load', { ...asked, members: true }]);
      expect((await parse('reconcile')).seen).to.deep.equal(['reconcile', { ...asked, repair: true }]);
      expect((await parse('runs')).seen).to.deep.equal([null, asked]);
    });

    it('are read', async () => {
      const words =
        'start --port 0 --emulator-port 1 --data d --database postgres://h/d --members 5 --empty --klaviyo http://127.0.0.1:4010/ --client-id i --client-secret s --rate 2.5 --openapi f --scheduler pg-boss --role deliver';
      expect((await parse(...words.split(' '))).seen).to.deep.equal([
        {
          port: 0,
          emulatorPort: 1,
          data: 'd',
          database: 'postgres://h/d',
          members: 5,
          empty: true,
          klaviyo: 'http://127.0.0.1:4010',
          clientId: 'i',
          clientSecret: 's',
          rate: 2.5,
          openapi: 'f',
          scheduler: 'pg-boss',
          role: 'deliver',
        },
      ]);
    });

    it('of runs are read', async () => {
      const asked = { url: 'http://127.0.0.1:4000', tenant: 'demo', installation: 'i' };
      const words = 'load --installation i --no-members --audiences a,b --events-from 2026-01-01 --detach';
      expect((await parse(...words.split(' '))).seen).to.deep.equal([
        'load',
        { ...asked, members: false, audiences: ['a', 'b'], eventsFrom: '2026-01-01', detach: true },
      ]);
      expect((await parse('runs', 'pause', 'r1', '--installation', 'i')).seen).to.deep.equal([
        { action: 'pause', run: 'r1' },
        asked,
      ]);
    });

    it('pass the exit code of the command on', async () => {
      expect((await parse('status')).code).to.equal(7);
    });

    for (const words of [
      'start --port x',
      'start --port 65536',
      'start --port -1',
      'start --members 1.5',
      'start --rate fast',
      'start --rate 1001',
      'start --klaviyo dead',
      'start --klaviyo ftp://host',
      'start --nothing',
      'start surplus',
      'send',
      'send f --url nowhere',
      'strat',
      'runs stop r1',
      'runs pause',
      'load surplus',
      '',
    ]) {
      it(`refuse "${words}" with exit code 2 and a sentence`, async () => {
        const { code, seen } = await parse(...words.split(' ').filter(Boolean));
        expect(code).to.equal(2);
        expect(seen).to.be.empty;
        expect(io.errors.join('\n')).not.to.equal('');
        expect(io.lines).to.be.empty;
      });
    }

    it('help is no mistake', async () => {
      expect((await parse('--help')).code).to.equal(0);
      expect((await parse('start', '--help')).code).to.equal(0);
      expect(io.lines.join('\n')).to.contain('--emulator-port');
    });
  });

  it('does not start with the real Klaviyo and no credentials', async () => {
    expect(await runCli(['start', '--klaviyo', 'live'], io)).to.equal(2);
    expect(io.errors).to.have.length(1);
    expect(io.errors[0]).to.contain('KLAVIYO_CLIENT_ID');
  });

  describe('send', () => {
    let dir: string;
    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'send-'));
    });
    afterEach(() => rm(dir, { recursive: true }));

    const send = async (content: string) => {
      const file = join(dir, 'events');
      await writeFile(file, content);
      return runCli(['send', file], io);
    };
    const bodies = () => io.requests.map(({ init }) => JSON.parse(init?.body as string) as { id: string }[]);
    const answerEach = (receipt: (item: { id: string }) => Receipt) => {
      io.answer = (_url, init) =>
        Response.json((JSON.parse(init?.body as string) as { id: string }[]).map(receipt));
    };
    const accept = ({ id }: { id: string }): Receipt => ({ id, status: 'accepted' });

    for (const [kind, content] of [
      ['a JSON array', '[{"id":"1"},\n {"id":"2"}]'],
      ['NDJSON', '{"id":"1"}\n\n{"id":"2"}\n'],
    ] as const) {
      it(`posts ${kind}`, async () => {
        answerEach(accept);
        expect(await send(content)).to.equal(0);
        expect(bodies()).to.deep.equal([[{ id: '1' }, { id: '2' }]]);
        expect(io.lines).to.deep.equal(['2 accepted']);
        expect(io.requests[0]?.url).to.equal('http://127.0.0.1:4000/api/events');
        expect(new Headers(io.requests[0]?.init?.headers).get('x-tenant')).to.equal('demo');
      });
    }

    it('posts a single object from stdin', async () => {
      answerEach(accept);
      io.input = '{"id":"1"}';
      expect(await runCli(['send', '-', '--tenant', 'second'], io)).to.equal(0);
      expect(bodies()).to.deep.equal([[{ id: '1' }]]);
    });

    it('posts 500 at a time', async () => {
      answerEach(accept);
      await send(JSON.stringify(Array.from({ length: 1201 }, (_, index) => ({ id: String(index) }))));
      expect(bodies().map(({ length }) => length)).to.deep.equal([500, 500, 201]);
      expect(io.lines).to.deep.equal(['1201 accepted']);
    });

    it('tells what was not accepted, and fails for what was rejected', async () => {
      answerEach(({ id }) =>
        id === '2'
          ? { id, status: 'rejected', code: 'type_invalid', path: '/type', message: 'Mend the type.' }
          : { id, status: 'duplicate' },
      );
      expect(await send('[{"id":"1"},{"id":"2"}]')).to.equal(1);
      expect(io.lines).to.deep.equal([
        '1 duplicate, 1 rejected',
        'item 1 1: duplicate',
        'item 2 2: rejected type_invalid at /type: Mend the type.',
      ]);
    });

    it('does not fail for duplicates and what is ignored', async () => {
      answerEach(({ id }) => ({ id, status: 'ignored', code: 'no_subject', message: 'Nobody.' }));
      expect(await send('[{"id":"1"}]')).to.equal(0);
    });

    it('comes again with what found the host busy, and only with that', async () => {
      let round = 0;
      io.answer = (_url, init) => {
        round += 1;
        const items = JSON.parse(init?.body as string) as { id: string }[];
        return Response.json(
          items.map(({ id }) =>
            id === '2' && round < 3
              ? { id, status: 'busy', code: 'full', message: 'Later.', retryAfterMs: 250 }
              : { id, status: 'accepted' },
          ),
        );
      };
      expect(await send('[{"id":"1"},{"id":"2"},{"id":"3"}]')).to.equal(0);
      expect(bodies().map(({ length }) => length)).to.deep.equal([3, 1, 1]);
      expect(io.slept).to.deep.equal([250, 250]);
      expect(io.lines).to.deep.equal(['3 accepted']);
    });

    it('gives up on a host that stays busy', async () => {
      answerEach(({ id }) => ({ id, status: 'busy', code: 'full', message: 'Later.', retryAfterMs: 1 }));
      expect(await send('[{"id":"1"}]')).to.equal(1);
      expect(io.requests).to.have.length(6);
    });

    it('sends nothing where a line cannot be read', async () => {
      expect(await send('{"id":"1"}\n{"id":')).to.equal(1);
      expect(io.errors).to.deep.equal(['Line 2 is not valid JSON; nothing was sent.']);
      expect(io.requests).to.be.empty;
    });

    it('says that there is no such file', async () => {
      expect(await runCli(['send', join(dir, 'none')], io)).to.equal(1);
      expect(io.errors[0]).to.match(/^There is no file /);
    });

    it('says that nobody answers', async () => {
      expect(await send('[]')).to.equal(0);
      expect(await send('[{"id":"1"}]')).to.equal(1);
      expect(io.errors).to.deep.equal([
        'Nobody answers at http://127.0.0.1:4000: start the host with "npm start", or name it with --url.',
      ]);
    });

    it('passes a refusal of the host on', async () => {
      io.answer = () => Response.json({ error: { code: 'x', message: 'Not you.' } }, { status: 403 });
      expect(await send('[{"id":"1"}]')).to.equal(1);
      expect(io.errors).to.deep.equal(['http://127.0.0.1:4000 answered 403: Not you.']);
    });

    it('tells somebody else from the host', async () => {
      io.answer = () => new Response('<h1>Apache</h1>');
      expect(await send('[{"id":"1"}]')).to.equal(1);
      expect(io.errors).to.deep.equal(['http://127.0.0.1:4000 answered 200: this is not the host.']);
    });
  });

  describe('status', () => {
    it('shows a table and the problems', async () => {
      const installation = {
        id: 'i1',
        type: 'KLAVIYO',
        active: true,
        check: { state: 'needs-reconnect', account: { name: 'Demo Coffee' }, issues: [] },
        problems: [{ severity: 'error', code: 'refresh_refused', message: 'Connect again.' }],
      };
      const counts = { waitingEvents: 3, waitingStates: 4, delivered: 50, deadLetters: 1 };
      io.answer = (url) => {
        if (url.endsWith('/api/installations'))
          return Response.json([installation, { ...installation, id: 'i2' }]);
        return url.includes('/i1/')
          ? Response.json({ counts })
          : Response.json({ error: { message: 'None.' } }, { status: 501 });
      };
      expect(await runCli(['status'], io)).to.equal(0);
      expect(io.lines.slice(0, 3)).to.deep.equal([
        'TYPE     STATE            ACCOUNT      ACTIVE  EVENTS WAITING  STATES WAITING  DELIVERED  DEAD  ID',
        'KLAVIYO  needs-reconnect  Demo Coffee  yes     3               4               50         1     i1',
        'KLAVIYO  needs-reconnect  Demo Coffee  yes     -               -               -          -     i2',
      ]);
      expect(io.lines[3]).to.equal('KLAVIYO error refresh_refused: Connect again.');
    });

    it('says that nothing is installed', async () => {
      io.answer = () => Response.json([]);
      expect(await runCli(['status', '--tenant', 'second'], io)).to.equal(0);
      expect(io.lines).to.deep.equal(['No extension is installed for tenant second.']);
    });

    it('says that nobody answers', async () => {
      expect(await runCli(['status', '--url', 'http://127.0.0.1:1'], io)).to.equal(1);
      expect(io.errors[0]).to.contain('Nobody answers at http://127.0.0.1:1');
    });
  });
});
