import { expect } from 'chai';
import {
  bulkBody,
  EmulatorUnderTest,
  eventBody,
  jobBody,
  pointerOf,
  profileBody,
  type Reply,
} from './emulator-under-test.js';

/** An address of just so many characters. */
const emailOf = (length: number): string => `${'x'.repeat(length - '@shop.co'.length)}@shop.co`;

/** Attributes of a profile whose JSON has just so many bytes. */
const profileOf = (bytes: number): object => {
  const attributes = { email: 'a@b.co', properties: { long: '' } };
  const rest = bytes - Buffer.byteLength(JSON.stringify(attributes));
  const half = Math.floor(rest / 2) - 20;
  const filled = { email: 'a@b.co', properties: { long: 'x'.repeat(half), more: '' } };
  const missing = bytes - Buffer.byteLength(JSON.stringify(filled));
  return { ...filled, properties: { ...filled.properties, more: 'y'.repeat(missing) } };
};

describe('emulator: boundaries', () => {
  let under: EmulatorUnderTest;
  beforeEach(async () => (under = await EmulatorUnderTest.open()));
  afterEach(() => under.close());

  const sending = (event: object, profile: object = { email: 'a@b.co' }) =>
    under.api('POST', '/api/events', eventBody(profile, event));
  const sendingBulk = (event: object, profile: object = { email: 'a@b.co' }) =>
    under.api('POST', '/api/event-bulk-create-jobs', bulkBody([{ profile, events: [event] }]));
  const importing = (attributes: object) => under.api('POST', '/api/profile-import', profileBody(attributes));
  const submitting = (attributes: object) =>
    under.api('POST', '/api/profile-bulk-import-jobs', jobBody([attributes]));
  const outcome = (reply: Reply): unknown => (reply.status === 400 ? pointerOf(reply) : reply.status);

  const EVENT = '/data/attributes';
  const GROUP = '/data/attributes/events-bulk-create/data/0/attributes';

  for (const [what, event, attribute] of [
    ['a unique_id of 255 characters', { unique_id: 'x'.repeat(255) }, null],
    ['a unique_id of 256 characters', { unique_id: 'x'.repeat(256) }, 'unique_id'],
    ['an empty unique_id', { unique_id: '' }, 'unique_id'],
    ['a currency of ISO 4217', { value: 1, value_currency: 'JPY' }, null],
    ['a currency that is none', { value: 1, value_currency: 'PTS' }, 'value_currency'],
    ['a currency in small letters', { value: 1, value_currency: 'gbp' }, 'value_currency'],
    ['the largest integer of 64 bits', { properties: { n: -(2 ** 63) } }, null],
    ['a larger integer', { properties: { n: 2 ** 64 } }, 'properties'],
    ['a larger integer deep down', { properties: { a: [{ n: -(2 ** 65) }] } }, 'properties'],
    ['a large float', { properties: { n: 1e300 } }, null],
  ] as const) {
    it(`having ${what} in an event, ${attribute === null ? 'takes it' : `refuses the ${attribute}`}, single and bulk`, async () => {
      expect(outcome(await sendingBulk(event))).to.equal(
        attribute === null ? 202 : `${GROUP}/events/data/0/attributes/${attribute}`,
      );
      expect(outcome(await sending(event))).to.equal(attribute === null ? 202 : `${EVENT}/${attribute}`);
      expect(under.account.events).to.have.length(attribute === null ? 1 : 0);
    });
  }

  for (const [what, profile, part] of [
    ['an email of 99 characters', { email: emailOf(99) }, null],
    ['an email of 100 characters', { email: emailOf(100) }, '/attributes/email'],
    ['95 KB', profileOf(95 * 1024), null],
    ['a byte more than 95 KB', profileOf(95 * 1024 + 1), ''],
  ] as const) {
    it(`having ${what} in the profile of an event, ${part === null ? 'takes it' : 'refuses it'}, single and bulk`, async () => {
      expect(outcome(await sending({}, profile))).to.equal(
        part === null ? 202 : `${EVENT}/profile/data${part}`,
      );
      expect(outcome(await sendingBulk({ unique_id: '1' }, profile))).to.equal(
        part === null ? 202 : `${GROUP}/profile/data${part}`,
      );
    });
  }

  it('having a profile by itself, takes up to 100 KB and longer addresses', async () => {
    expect(outcome(await importing(profileOf(100 * 1024)))).to.equal(201);
    expect(outcome(await importing(profileOf(100 * 1024 + 1)))).to.equal('/data');
    expect(outcome(await importing({ email: emailOf(100) }))).to.equal(201);
  });

  for (const [phone, good] of [
    ['+447911123456', true],
    ['+12345678901', true],
    ['+447700900123', false],
    ['+10000000000', false],
    ['+4915', false],
    ['+999123456789', false],
  ] as const) {
    it(`having the phone ${phone}, ${good ? 'takes it' : 'refuses it, as nobody can have it'}`, async () => {
      const at = '/data/attributes/phone_number';
      expect(outcome(await importing({ email: 'a@b.co', phone_number: phone }))).to.equal(good ? 201 : at);
      under.emulator.control.setSwitches({ bulkInvalidPhone: 'refuse' });
      const submitted = await submitting({ email: 'a@b.co', phone_number: phone });
      expect(outcome(submitted)).to.equal(
        good ? 202 : '/data/attributes/profiles/data/0/attributes/phone_number',
      );
    });
  }
});
