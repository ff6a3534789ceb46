import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Issue } from '../../contract/index.js';
import { Settings } from '../settings.js';
import { settingsSchema } from '../settings-schema.js';
import { issuesOf } from './issues-of.js';
import { plainDocument } from './plain-document.js';
import { unknownKeys } from './unknown-keys.js';

/** A form can show no more, and a huge document must not be answered by a huge list. */
const MOST_ISSUES = 100;

/** Settings with their defaults, and what is wrong with their form: exactly what the JSON Schema refuses. */
export interface Shape {
  readonly settings: Settings;
  readonly issues: readonly Issue[];
}

/** Reads settings and checks their form: keys, types, formats and bounds. */
export function checkShape(value: unknown): Shape {
  const { document, issues } = plainDocument(value);
  const settings = plainToInstance(Settings, document as object);
  const errors = validateSync(settings, { forbidUnknownValues: true, stopAtFirstError: false });
  const all = [...issues, ...unknownKeys(document, settingsSchema), ...issuesOf(errors)];
  return { settings, issues: all.slice(0, MOST_ISSUES) };
}
