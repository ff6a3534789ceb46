import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the console's page. It lands beside what tsc builds, where the server looks for it. */
export default defineConfig({
  root: here('./web'),
  base: '/console/',
  plugins: [react()],
  resolve: {
    // The form library's registry for tests names a validator that it does not bring; nothing of it is in the build.
    alias: { '@rjsf/validator-ajv8': here('./web/settings-form/plain-validator.ts') },
  },
  build: {
    outDir: here('../../../dist/src/harness/console/built'),
    emptyOutDir: true,
    target: 'es2023',
    // With `light-dark()`, which older ones would need rewritten.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The budget test reads which chunks the first load takes.
    manifest: true,
    // Nothing inline: the content security policy takes scripts and fonts from this origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
