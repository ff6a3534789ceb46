import type { ErrorSchema } from '@rjsf/utils';
import type { Issue } from '../../../../contract/index.js';

interface Node {
  __errors?: string[];
  [key: string]: Node | string[] | undefined;
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** The issues of a save at the fields that they are about, as the form wants them: a tree along the pointers. */
export function errorsOf(issues: readonly Issue[]): ErrorSchema {
  const root: Node = {};
  for (const { path, message } of issues) {
    let node = root;
    for (const step of path.split('/').slice(1).map(unescaped)) {
      const next = node[step];
      const child: Node = next && !Array.isArray(next) ? next : {};
      node[step] = child;
      node = child;
    }
    (node.__errors ??= []).push(message);
  }
  return root as ErrorSchema;
}
