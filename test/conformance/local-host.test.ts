import { fileURLToPath } from 'node:url';
import { createLocalHost } from './create-local-host.js';
import { hostConformance } from './host-conformance.js';

hostConformance('The local host', {
  create: createLocalHost,
  script: fileURLToPath(new URL('./local-host.script.js', import.meta.url)),
});
