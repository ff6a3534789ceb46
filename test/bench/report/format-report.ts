import { formatTable } from '../../../src/harness/cli/status/format-table.js';
import type { Report } from './report.js';

/** A report as plain text. */
export function formatReport({ name, about, table, aims, notes }: Report): string {
  const lines = [
    `== ${name}`,
    about,
    '',
    ...formatTable(table),
    '',
    ...aims.map(({ aim, figure, met }) => `${met ? 'met   ' : 'missed'}  ${aim}: ${figure}`),
    ...notes.map((note) => `note    ${note}`),
  ];
  return `${lines.join('\n')}\n\n`;
}
