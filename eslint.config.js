import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The arrows between the folders of `src`: what each may import, itself always included. Everything else is a
 * lint error. The picture and its reasons are in ARCHITECTURE.md.
 */
const arrows = {
  contract: [],
  // A host's, as an entry point of its own: it knows lanes by name only.
  scheduler: ['contract'],
  klaviyo: [],
  mapping: ['contract'],
  store: ['contract'],
  providers: ['contract', 'mapping', 'klaviyo'],
  settings: ['contract', 'mapping', 'klaviyo'],
  connection: ['contract', 'klaviyo', 'store'],
  delivery: ['contract', 'klaviyo', 'mapping', 'providers', 'settings', 'store', 'connection'],
  sync: ['contract', 'klaviyo', 'mapping', 'providers', 'settings', 'store', 'connection', 'delivery'],
  leaving: [
    'contract',
    'klaviyo',
    'mapping',
    'providers',
    'settings',
    'store',
    'connection',
    'delivery',
    'sync',
  ],
  harness: ['contract', 'scheduler'],
};

/** The rooms of the harness: the emulator knows no host, the host knows no emulator; `main` puts them together. */
const harnessArrows = {
  // A host with several replicas chooses the scheduler, as it chooses the database.
  host: ['contract', 'scheduler'],
  emulator: [],
  // Asks the real Klaviyo: it shares nothing with the local one, whose answers it is there to question.
  'live-check': [],
  audit: ['contract'],
  server: ['contract', 'host'],
  // The shapes of the surface that the page speaks to.
  console: ['contract', 'host', 'server'],
  demo: ['contract', 'host'],
  cli: ['contract', 'host', 'server', 'console', 'demo', 'emulator'],
};

const restrict = (patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const except = (folders) => folders.map((folder) => `${folder}/`).join('|');

/**
 * The stairs inside a floor: a room may import those that stand before it, never one behind it. So no two rooms
 * import each other.
 */
export const stairs = {
  'src/delivery': [
    'kit',
    'budget',
    'plan',
    'backlog',
    'pulse',
    'context',
    'trace',
    'send',
    'member',
    'letters',
    'marks',
    'verdict',
    'outbox',
    'accept',
    'prepare',
    'capability',
    'capabilities/events',
    'capabilities/lists',
    'capabilities/states',
    'closing',
    'janitor',
    'run',
    'operations',
  ],
  'src/leaving': ['plan', 'book', 'clearing', 'steps', 'run'],
  'src/sync': ['rounds', 'runs', 'load', 'refresh', 'reconcile', 'plan', 'explain', 'guard', 'operations'],
};

const folderRules = Object.entries(arrows).map(([folder, allowed]) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: restrict([
    {
      // A path that leaves the folder (`../` up to src and down into a neighbour that is not allowed).
      regex: `^(\\.\\./)+(?!${except([folder, ...allowed])})(${except(Object.keys(arrows))}|klaviyo\\.|index\\.)`,
      message: `src/${folder} may import only: ${[folder, ...allowed].join(', ')}.`,
    },
  ]),
}));

const stairRules = Object.entries(stairs).flatMap(([floor, rooms]) =>
  rooms.map((room, step) => {
    const outer = folderRules.find(({ files }) => files[0].startsWith(`${floor}/`));
    const [{ regex, message }] = outer.rules['@typescript-eslint/no-restricted-imports'][1].patterns;
    const later = rooms.slice(step + 1).flatMap((above) => [above, above.split('/').at(-1)]);
    return {
      files: [`${floor}/${room}/**/*.ts`],
      // A rule set replaces the one before it: the arrows of the floor are said again.
      rules: restrict([
        { regex, message },
        {
          regex: `^(\\.\\./)+(${['index\\.', ...later.map((name) => `${name}/`)].join('|')})`,
          message: `${floor}/${room} stands below this room: it may import ${rooms.slice(0, step).join(', ') || 'none of its neighbours'}.`,
        },
      ]),
    };
  }),
);

const harnessRules = Object.entries(harnessArrows).map(([room, allowed]) => ({
  files: [`src/harness/${room}/**/*.{ts,tsx}`],
  rules: restrict([
    {
      regex: `^(\\.\\./)+(?!${except([room, ...allowed])})(${except([...Object.keys(harnessArrows), ...Object.keys(arrows)])}|klaviyo\\.|index\\.)`,
      message: `src/harness/${room} may import only: ${[room, ...allowed].join(', ')}.`,
    },
  ]),
}));

/** What only a store may say: whoever wants something of a table calls a function of it. */
const MANAGER =
  'find|findBy|findOne\\w*|findAndCount\\w*|exists?\\w*|count\\w*|sum|average|minimum|maximum|insert|update|upsert|save|delete|remove|increment|decrement';
const queriesOutsideStores = (place) => {
  const message = `Queries stand in the store: write a named function that takes an EntityManager and values in ${place}, and call it here.`;
  return {
    'no-restricted-syntax': [
      'error',
      // A repository, a query builder, raw SQL.
      {
        selector:
          'CallExpression[callee.property.name=/^(getRepository|getTreeRepository|createQueryBuilder|query)$/]',
        message,
      },
      // The manager's own ways to ask: `manager.find`, `this.manager.find`, `this.store.read().find`.
      {
        selector: `CallExpression[callee.object.name="manager"][callee.property.name=/^(${MANAGER})$/]`,
        message,
      },
      {
        selector: `CallExpression[callee.object.property.name="manager"][callee.property.name=/^(${MANAGER})$/]`,
        message,
      },
      {
        selector: `CallExpression[callee.object.callee.property.name="read"][callee.object.arguments.length=0][callee.property.name=/^(${MANAGER})$/]`,
        message,
      },
      // `In`, `Not`, `LessThan`: conditions belong to a query.
      {
        selector:
          'ImportDeclaration[source.value="typeorm"][importKind="value"] > ImportSpecifier[importKind="value"]',
        message,
      },
    ],
  };
};

export default tseslint.config(
  { ignores: ['dist', 'coverage', '.data', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // The extension never reaches into the harness, wherever it stands.
    files: ['src/*.ts', 'migrations/**/*.ts'],
    rules: restrict([{ regex: '(^|/)harness/', message: 'Nothing of the extension imports the harness.' }]),
  },
  ...folderRules,
  ...stairRules,
  ...harnessRules,
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/store/**', 'src/harness/**'],
    rules: queriesOutsideStores('src/store/<table>.store.ts'),
  },
  {
    files: ['src/harness/**/*.{ts,tsx}'],
    ignores: [
      'src/harness/host/store/**',
      'src/harness/audit/audit-store.ts',
      'src/harness/**/*.{entity,migration}.ts',
    ],
    rules: queriesOutsideStores('src/harness/host/store, or in the store of its room'),
  },
  {
    files: ['src/harness/console/web/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // A handler may be a promise: what it rejects with is shown by the query that holds it.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai's assertions are expressions.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'max-lines': 'off',
    },
  },
  { files: ['*.js'], ...tseslint.configs.disableTypeChecked },
);
