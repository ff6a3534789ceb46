import { readFileSync } from 'node:fs';
import type { Manifest } from './contract/index.js';

/** The extension's own manifest, beside which it is installed. The host has validated it before this runs. */
export const manifest = JSON.parse(
  readFileSync(new URL('../../plugin.manifest.json', import.meta.url), 'utf8'),
) as Manifest;
