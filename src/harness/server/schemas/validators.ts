import { Ajv, type Options } from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import { setImmediate } from 'node:timers/promises';
import type { Issue } from '../../../contract/index.js';
import { Refusal } from '../answers/refusal.js';
import { unfitPart } from '../door/unfit.js';
import { instantKeyword } from './instant-keyword.js';
import { issuesOf } from './issues-of.js';
import type { Schema } from './schema.js';

/** So many issues are told at once; a body of 100 000 wrong members needs no answer of 100 000 sentences. */
const MOST_ISSUES = 100;

/** Items checked in one go: some milliseconds. Then others have their turn. */
const ITEMS_A_TURN = 1000;

type Found = { value: unknown } | { error: Refusal };

/** A check of a list: throws a Refusal 422 with the path of each issue, `/2/points` for the third item's points. */
export type ListCheck = (items: readonly unknown[]) => Promise<void>;

/**
 * What stands behind the schemas of the routes: ajv, with our sentences, and with what no schema says (texts that no
 * database takes, nesting). A query is coerced, since it has only texts, and 400 where it does not fit; a body is taken
 * as it is, an absent one as `{}`, and 422; a list is checked item by item, and others get their turn meanwhile.
 */
export class Validators {
  private readonly body = ajv({ allErrors: true });
  private readonly query = ajv({ coerceTypes: true, removeAdditional: true });

  /** For fastify's `setValidatorCompiler`. */
  readonly compile: FastifySchemaCompiler<Schema> = ({ schema, httpPart }) => {
    if (httpPart === 'querystring') return this.queryCheck(schema);
    if (schema.type !== 'array' || !schema.items) return this.bodyCheck(schema);
    // Fastify waits for a promise; its types know only those that a lint rule has branded.
    return this.listCheck(schema.items) as unknown as ReturnType<FastifySchemaCompiler<Schema>>;
  };

  listCheck(items: Schema): ListCheck {
    const issuesOfItem = this.issues(items);
    return async (list) => {
      const issues: Issue[] = [];
      for (const [index, item] of list.entries()) {
        if (index % ITEMS_A_TURN === ITEMS_A_TURN - 1) await setImmediate();
        issues.push(...issuesOfItem(item, `/${index}`));
        if (issues.length >= MOST_ISSUES) break;
      }
      if (issues.length > 0) throw Refusal.ofIssues(422, issues.slice(0, MOST_ISSUES));
    };
  }

  private bodyCheck(schema: Schema): (body: unknown) => Found {
    const issuesOfBody = this.issues(schema);
    return (body) => {
      const value = body ?? {};
      const issues = issuesOfBody(value, '');
      return issues.length > 0 ? { error: Refusal.ofIssues(422, issues) } : { value };
    };
  }

  private queryCheck(schema: Schema): (query: unknown) => Found {
    const compiled = onFirstUse(() => this.query.compile(schema));
    return (query) => {
      const fits = compiled();
      if (fits(query)) return { value: query };
      const [issue = { path: '', code: 'invalid_query', message: 'Give other parameters.' }] = issuesOf(
        fits.errors ?? [],
      );
      return { error: new Refusal(400, issue) };
    };
  }

  private issues(schema: Schema): (value: unknown, path: string) => readonly Issue[] {
    const compiled = onFirstUse(() => this.body.compile(schema));
    return (value, path) => {
      const unfit = unfitPart(value, path);
      if (unfit) return [unfit];
      const fits = compiled();
      return fits(value) ? [] : issuesOf(fits.errors ?? [], path);
    };
  }
}

/** Compiling all schemas takes a tenth of a second, which a start, and a test of one route, can do without. */
function onFirstUse<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function ajv(options: Options): Ajv {
  const made = new Ajv({
    ...options,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    useDefaults: true,
    verbose: true,
  });
  made.addVocabulary(['says']);
  made.addKeyword(instantKeyword);
  made.addFormat('date', (text) => !Number.isNaN(Date.parse(text)));
  return made;
}
