import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/**
 * The arrows between the folders of `src`: what each may import, itself always included. Everything else is a
 * lint error. The picture and its reasons are in ARCHITECTURE.md.
 */
const arrows = {
  contract: [],
  klaviyo: [],
  mapping: ['contract'],
  store: ['contract'],
  providers: ['contract', 'mapping', 'klaviyo'],
  settings: ['contract', 'mapping', 'klaviyo'],
  connection: ['contract', 'klaviyo', 'store'],
  delivery: ['contract', 'klaviyo', 'mapping', 'providers', 'settings', 'store', 'connection'],
  sync: ['contract', 'klaviyo', 'mapping', 'providers', 'settings', 'store', 'connection', 'delivery'],
  harness: ['contract'],
};

/** The rooms of the harness: the emulator knows no host, the host knows no emulator; `main` puts them together. */
const harnessArrows = {
  host: ['contract'],
  emulator: [],
  // Asks the real Klaviyo: it shares nothing with the local one, whose answers it is there to question.
  'live-check': [],
  audit: ['contract'],
  server: ['contract', 'host'],
  // The shapes of the surface that the page speaks to.
  console: ['contract', 'host', 'server'],
  demo: ['contract', 'host'],
};

const restrict = (patterns) => ({
  '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
});

const except = (folders) => folders.map((folder) => `${folder}/`).join('|');

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

const harnessRules = Object.entries(harnessArrows).map(([room, allowed]) => ({
  files: [`src/harness/${room}/**/*.{ts,tsx}`],
  rules: restrict([
    {
      regex: `^(\\.\\./)+(?!${except([room, ...allowed])})(${except([...Object.keys(harnessArrows), ...Object.keys(arrows)])}|klaviyo\\.|index\\.)`,
      message: `src/harness/${room} may import only: ${[room, ...allowed].join(', ')}.`,
    },
  ]),
}));

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
  ...harnessRules,
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
  // All raw SQL is in one file, however much that is.
  { files: ['src/store/sql.ts'], rules: { 'max-lines': 'off' } },
  { files: ['*.js'], ...tseslint.configs.disableTypeChecked },
);
