import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SWITCH_MEANINGS, type Switches } from '../../../src/harness/emulator/index.js';
import { QUESTIONS, runLiveCheck } from '../../../src/harness/live-check/run-live-check.js';
import { EmulatorUnderTest } from '../emulator/emulator-under-test.js';

/** Klaviyo as the assumptions have it … */
const AS_SUPPOSED: Partial<Switches> = { clearLastIdentifier: 'refuse' };
/** … and as none of them has it. */
const OTHERWISE: Partial<Switches> = {
  clearLastIdentifier: 'allow',
  matchExternalId: false,
  unknownImportList: 'not-found',
  unknownListMember: 'ignore',
  bulkInvalidPhone: 'refuse',
  strictEmail: true,
  strictLocale: true,
  refuseControlCharacters: true,
  repeatedUniqueId: 'drop',
  storedUniqueId: 'drop',
  eventToGoneProfile: 'recreate',
  refreshRefusal: 'invalid_grant_type',
  rotateRefreshTokens: true,
  refreshLimit: false,
  accessTokenDiesOnUninstall: false,
};
/** Switches that are no question to ask: how long something takes, or what would need another's telephone. */
const NO_QUESTION = [
  'readDelayMs',
  'jobDelayMs',
  'mergeDelayMs',
  'dropTestAddresses',
  'phoneMatchWithOtherEmail',
];

describe('live-check', () => {
  let under: EmulatorUnderTest;
  let folder: string;
  let file: string;
  beforeEach(async () => {
    under = await EmulatorUnderTest.open();
    folder = mkdtempSync(join(tmpdir(), 'live-check-'));
    file = join(folder, 'refresh-token');
    keepToken();
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await under.close();
  });

  const keepToken = (scopes?: readonly string[]) => {
    const wish = { account: 'DEMO01', ...(scopes === undefined ? {} : { scopes }) };
    writeFileSync(file, `${under.emulator.control.grant(wish).refreshToken}\n`);
  };
  const check = async (
    args: readonly string[] = [],
    more: { stopAfter?: number; fetch?: typeof fetch } = {},
  ) => {
    const lines: string[] = [];
    const env = {
      KLAVIYO_CLIENT_ID: 'wll-local',
      KLAVIYO_CLIENT_SECRET: 'wll-local-secret',
      KLAVIYO_REFRESH_TOKEN_FILE: file,
      KLAVIYO_URL: under.url,
    };
    const { fetch: ask = fetch, stopAfter = Infinity } = more;
    const code = await runLiveCheck(
      { env, args, out: (line) => lines.push(line) },
      {
        fetch: (url, init) => ask(url, init),
        sleep: async (ms) => {
          under.clock.advance(ms);
          await Promise.resolve();
        },
        isStopped: () => lines.length >= stopAfter,
      },
    );
    return { code, lines };
  };
  const verdicts = (lines: readonly string[], verdict: string) =>
    lines.filter((line) => line.startsWith(verdict)).map((line) => /^\w+ +(\w+):/.exec(line)?.[1]);
  const ids = QUESTIONS.map(({ id }) => id);
  const remains = () => [under.account.profiles.length, under.account.lists.length];

  it('asks about every switch of the local Klaviyo that is a question', () => {
    const asked = QUESTIONS.map(({ switchName }) => switchName);
    expect([...asked, ...NO_QUESTION]).to.have.members(Object.keys(SWITCH_MEANINGS));
    for (const { supposed, switchName, assumption } of QUESTIONS) {
      const { values } = SWITCH_MEANINGS[switchName as keyof Switches];
      const positions = typeof values === 'string' ? [] : values.map(String);
      expect(positions, switchName).to.include(supposed);
      expect(assumption).to.match(/^[A-Z].+\.$/);
    }
  });

  it('when all is as supposed, confirms all, and leaves nothing behind', async () => {
    under.emulator.control.setSwitches(AS_SUPPOSED);
    const before = remains();
    const { code, lines } = await check(['--uninstall']);
    expect(verdicts(lines, 'confirmed'), lines.join('\n')).to.deep.equal(ids);
    expect(code).to.equal(0);
    expect(remains()).to.deep.equal(before);
  });

  it('when all is otherwise, says so, with the switch that does the same, and leaves nothing behind', async () => {
    under.emulator.control.setSwitches(OTHERWISE);
    const before = remains();
    const { code, lines } = await check(['--uninstall']);
    expect(verdicts(lines, 'different'), lines.join('\n')).to.deep.equal(ids);
    for (const { switchName = '' } of QUESTIONS) {
      const position = String(OTHERWISE[switchName as keyof Switches]);
      expect(lines.join('\n')).to.include(`the local Klaviyo does so with ${switchName} = ${position}`);
    }
    expect(code).to.equal(0);
    expect(remains()).to.deep.equal(before);
  });

  it('when an event to a gone profile is dropped, tells it from one that makes a new profile', async () => {
    under.emulator.control.setSwitches({ eventToGoneProfile: 'drop' });
    const { lines } = await check();
    expect(lines.join('\n')).to.include('with eventToGoneProfile = drop');
  });

  it('ends no installation unless it is asked to', async () => {
    const { code, lines } = await check();
    expect(verdicts(lines, 'unasked')).to.deep.equal(['access_token_after_removal']);
    expect(code).to.equal(0);
    expect(under.emulator.journal.since(0).map(({ path }) => path)).not.to.include('/oauth/revoke');
  });

  it('when the refresh token is replaced, keeps the new one, for its owner alone', async () => {
    under.emulator.control.setSwitches({ rotateRefreshTokens: true });
    const before = readFileSync(file, 'utf8');
    await check();
    const kept = readFileSync(file, 'utf8').trim();
    expect(kept).not.to.equal(before.trim());
    expect(under.emulator.parts.tokens.refresh(kept)).to.have.property('install');
    const { lines } = await check();
    expect(verdicts(lines, 'unasked')).to.have.length(1);
  });

  it('makes its file readable by its owner alone', async () => {
    under.emulator.control.setSwitches({ rotateRefreshTokens: true });
    rmSync(file);
    writeFileSync(file, under.emulator.control.grant({ account: 'DEMO01' }).refreshToken, { mode: 0o600 });
    await check();
    expect(statSync(file).mode & 0o077).to.equal(0);
  });

  it('says what it could not ask, and asks the rest', async () => {
    keepToken(['accounts:read', 'profiles:read', 'profiles:write', 'data-privacy:write']);
    const { code, lines } = await check();
    expect(code).to.equal(1);
    expect(verdicts(lines, 'confirmed')).to.include.members([
      'external_id_alone',
      'strict_email',
      'refresh_limit',
    ]);
    expect(lines.join('\n')).to.match(
      /unasked +unknown_profile_on_list: no list could be made: 403 permission_denied/,
    );
    expect(remains()[0]).to.equal(0);
  });

  it('when what it made cannot be taken away, names it', async () => {
    keepToken(['profiles:read', 'profiles:write']);
    const { code, lines } = await check();
    expect(code).to.equal(1);
    const left = lines.filter((line) => line.startsWith('left over'));
    expect(left).to.have.length(under.account.profiles.length);
    expect(left[0]).to.include(under.account.profiles[0]!.id);
  });

  it('when it is stopped, asks no more and takes away what it has made', async () => {
    const before = remains();
    const { code, lines } = await check([], { stopAfter: 3 });
    expect(code).to.equal(1);
    expect(lines.length).to.be.below(8);
    expect(remains()).to.deep.equal(before);
  });

  it('when Klaviyo is not reached, says so for each question', async () => {
    const { code, lines } = await check([], { fetch: () => Promise.reject(new TypeError('fetch failed')) });
    expect(code).to.equal(1);
    expect(verdicts(lines, 'unasked')).to.have.members(ids);
    expect(lines[0]).to.include('no answer (fetch failed)');
  });

  it('shows no secret, no address and no token', async () => {
    under.emulator.control.setSwitches(OTHERWISE);
    const { lines } = await check(['--uninstall']);
    const said = lines.join('\n');
    expect(said).not.to.match(/@/);
    expect(said).not.to.include('wll-local-secret');
    expect(said).not.to.include(readFileSync(file, 'utf8').trim());
  });

  for (const [what, env, args] of [
    ['no credentials', {}, []],
    ['a way that nobody knows', { KLAVIYO_CLIENT_ID: 'a', KLAVIYO_CLIENT_SECRET: 'b' }, ['--all']],
  ] as const) {
    it(`having ${what}, says how it is called, and calls nobody`, async () => {
      const lines: string[] = [];
      const code = await runLiveCheck(
        { env, args, out: (line) => lines.push(line) },
        {
          fetch: () => Promise.reject(new Error('nobody is to be called')),
          sleep: () => Promise.resolve(),
          isStopped: () => false,
        },
      );
      expect(code).to.equal(2);
      expect(lines.join('\n')).to.include('KLAVIYO_REFRESH_TOKEN_FILE').and.include('--uninstall');
    });
  }
});
