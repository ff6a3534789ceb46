import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  createEmulator,
  openApiContract,
  OPERATIONS,
  VirtualClock,
  type ApiContract,
} from '../../../src/harness/emulator/index.js';
import {
  bulkBody,
  EmulatorUnderTest,
  eventBody,
  MEDIA_TYPE,
  pointerOf,
  profileBody,
  requireOpenApi,
} from './emulator-under-test.js';

const HEADERS = { revision: '2026-07-15', 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE };

describe('openApiContract', () => {
  let file: string;
  let contract: ApiContract;
  before(function () {
    file = requireOpenApi(this);
    contract = openApiContract(file);
  });

  it('knows the scopes, limits and queries that the emulator has in its own table', () => {
    const document = JSON.parse(readFileSync(file, 'utf8')) as {
      paths: Record<
        string,
        Record<
          string,
          { operationId: string; parameters: { in: string; name: string }[] } & Record<string, unknown>
        >
      >;
    };
    const theirs = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        scopes: operation['x-klaviyo-scopes'],
        limit: Object.fromEntries(
          Object.entries(operation['x-klaviyo-ratelimit'] as object).map(([name, rate]) => [
            name,
            parseInt(String(rate), 10),
          ]),
        ),
        query: operation.parameters
          .filter((one) => one.in === 'query')
          .map(({ name }) => name)
          .sort(),
      })),
    );
    const ours = OPERATIONS.map((operation) => ({ ...operation, query: [...operation.query].sort() }));
    expect(ours).to.have.deep.members(theirs);
  });

  it('having a good request, finds nothing', () => {
    const requests = [
      [
        'POST',
        '/api/events',
        eventBody(
          { email: 'a@b.co', meta: { patch_properties: { unset: ['x'] } } },
          { properties: { any: { thing: 1 } } },
        ),
      ],
      [
        'POST',
        '/api/profile-import',
        profileBody({ email: 'a@b.co', location: { city: 'York', latitude: 1.5 } }),
      ],
      ['POST', '/api/event-bulk-create-jobs', bulkBody([{ profile: { email: 'a@b.co' }, events: [{}] }])],
    ] as const;
    for (const [method, path, body] of requests) {
      expect(contract.checkRequest({ method, path, headers: HEADERS, body: body as never })).to.deep.equal(
        [],
      );
    }
    expect(
      contract.checkRequest({ method: 'GET', path: '/api/profiles?page%5Bsize%5D=100', headers: HEADERS }),
    ).to.deep.equal([]);
    expect(contract.operationOf('GET', '/api/lists/abc/profiles?x=1')).to.equal('get_profiles_for_list');
  });

  for (const [what, request, issue] of [
    ['no such operation', { method: 'GET', path: '/api/nothing' }, { in: 'operation' }],
    [
      'no revision',
      { method: 'GET', path: '/api/lists', headers: {} },
      { in: 'header', parameter: 'revision' },
    ],
    [
      'another media type',
      {
        method: 'POST',
        path: '/api/profile-import',
        headers: { ...HEADERS, 'content-type': 'text/plain' },
        body: profileBody({}),
      },
      { in: 'header', parameter: 'content-type' },
    ],
    [
      'an unacceptable Accept',
      { method: 'GET', path: '/api/lists', headers: { ...HEADERS, accept: 'text/html' } },
      { in: 'header', parameter: 'accept' },
    ],
    ['an unknown query', { method: 'GET', path: '/api/lists?limit=1' }, { in: 'query', parameter: 'limit' }],
    [
      'too large a page',
      { method: 'GET', path: '/api/profiles?page[size]=101' },
      { in: 'query', parameter: 'page[size]' },
    ],
    [
      'an unknown field',
      { method: 'GET', path: '/api/lists?fields[list]=name,size' },
      { in: 'query', parameter: 'fields[list]' },
    ],
    ['no body', { method: 'POST', path: '/api/events' }, { in: 'body', pointer: '/data' }],
    ['a body too many', { method: 'GET', path: '/api/lists', body: {} }, { in: 'body', pointer: '' }],
    [
      'a missing part',
      { method: 'POST', path: '/api/profile-import', body: { data: { type: 'profile' } } },
      { in: 'body', pointer: '/data/attributes' },
    ],
    [
      'a wrong type',
      { method: 'POST', path: '/api/profile-import', body: profileBody({ location: { city: 7 } }) },
      { in: 'body', pointer: '/data/attributes/location/city' },
    ],
    [
      'an unknown key',
      { method: 'POST', path: '/api/profile-import', body: profileBody({ first_nam: 'x' }) },
      { in: 'body', pointer: '/data/attributes/first_nam' },
    ],
    [
      'a deep unknown key',
      {
        method: 'POST',
        path: '/api/event-bulk-create-jobs',
        body: bulkBody([{ profile: { email: 'a@b.co' }, events: [{}, { uniqueId: 'x' }] }]),
      },
      {
        in: 'body',
        pointer: '/data/attributes/events-bulk-create/data/0/attributes/events/data/1/attributes/uniqueId',
      },
    ],
    [
      'the meta of the single event in the bulk event',
      {
        method: 'POST',
        path: '/api/event-bulk-create-jobs',
        body: bulkBody([{ profile: { email: 'a@b.co', meta: {} }, events: [{}] }]),
      },
      {
        in: 'body',
        pointer: '/data/attributes/events-bulk-create/data/0/attributes/profile/data/attributes/meta',
      },
    ],
  ] as const) {
    it(`having ${what}, names it`, () => {
      const issues = contract.checkRequest({ headers: HEADERS, ...request } as never);
      expect(issues).to.have.length(1);
      expect(issues[0]).to.include(issue);
      expect(issues[0]!.message).to.be.a('string').and.not.equal('');
    });
  }

  it('judges answers: status, body and keys', () => {
    const lists = { method: 'GET', path: '/api/lists' };
    const list = {
      type: 'list',
      id: 'x',
      attributes: { name: 'x' },
      links: { self: 'http://h/api/lists/x' },
    };
    expect(contract.checkResponse(lists, { status: 200, body: { data: [list] } })).to.deep.equal([]);
    expect(
      contract.checkResponse(lists, { status: 200, body: { data: [{ ...list, colour: 1 }] } })[0],
    ).to.include({ pointer: '/data/0/colour' });
    expect(
      contract.checkResponse(lists, {
        status: 200,
        body: { data: [{ ...list, links: { self: 'x y' } }] },
      })[0],
    ).to.include({ pointer: '/data/0/links/self' });
    expect(contract.checkResponse(lists, { status: 200 })).to.have.length(1);
    expect(contract.checkResponse(lists, { status: 201, body: { data: [] } })[0]).to.include({
      in: 'status',
    });
    expect(contract.checkResponse(lists, { status: 404, body: { errors: [{}] } })).to.have.length(1);
  });
});

describe('emulator: without the OpenAPI document', () => {
  it('refuses by its own rules what Klaviyo would', async () => {
    const under = await EmulatorUnderTest.open({ openapi: null });
    const unknown = await under.api(
      'POST',
      '/api/profile-import',
      profileBody({ email: 'a@b.co', points: 7 }),
    );
    expect([unknown.status, pointerOf(unknown)]).to.deep.equal([400, '/data/attributes/points']);
    const type = await under.api('POST', '/api/profile-import', profileBody({ email: 7 }));
    expect([type.status, pointerOf(type)]).to.deep.equal([400, '/data/attributes/email']);
    expect((await under.api('GET', '/api/lists?page[size]=11')).status).to.equal(400);
    expect((await under.api('POST', '/api/events', eventBody({ email: 'a@b.co' }))).status).to.equal(202);
    const bulk = await under.api(
      'POST',
      '/api/event-bulk-create-jobs',
      bulkBody([{ profile: { email: 'a@b.co' }, events: [{ when: 1 }] }]),
    );
    expect(pointerOf(bulk)).to.equal(
      '/data/attributes/events-bulk-create/data/0/attributes/events/data/0/attributes/when',
    );
    expect(under.emulator.violations.count).to.equal(4);
    await under.close();
  });

  it('having a document named that is not there, does not start', async () => {
    let refused: unknown;
    await createEmulator({ openapi: '/nowhere.json', clock: new VirtualClock() }).catch(
      (error: unknown) => (refused = error),
    );
    expect(String(refused)).to.include('/nowhere.json');
  });
});
