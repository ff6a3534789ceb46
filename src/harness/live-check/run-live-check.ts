import { Inquiry, UnaskedError } from './inquiry.js';
import { HOW_TO, readCredentials } from './live-credentials.js';
import { LiveKlaviyo, type LiveWorld } from './live-klaviyo.js';
import type { Question } from './question.js';
import { EVENT_QUESTIONS } from './questions/event-questions.js';
import { OAUTH_QUESTIONS } from './questions/oauth-questions.js';
import { PROFILE_QUESTIONS } from './questions/profile-questions.js';

/** All questions, in the order in which they are asked. */
export const QUESTIONS: readonly Question[] = [...PROFILE_QUESTIONS, ...EVENT_QUESTIONS, ...OAUTH_QUESTIONS];

/** How the check is asked for. */
export interface LiveCheckOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly args: readonly string[];
  readonly out: (line: string) => void;
}

/** Klaviyo shows events and erasures after minutes. */
const PATIENCE_MS = 10 * 60_000;
const WAYS = new Set(['--uninstall']);

/**
 * Asks the real Klaviyo each question, prints `confirmed`, `different` or `unasked` for it, and takes away what it has
 * made, whatever happened.
 *
 * @returns the exit code: 0 everything was asked, 1 something was not or something was left, 2 it was asked wrongly
 */
export const runLiveCheck = async (
  { env, args, out }: LiveCheckOptions,
  world: LiveWorld,
): Promise<number> => {
  const credentials = readCredentials(env);
  if ('missing' in credentials || args.some((arg) => !WAYS.has(arg))) {
    if ('missing' in credentials) out(`Not set: ${credentials.missing.join(', ')}.\n`);
    out(HOW_TO);
    return 2;
  }
  const klaviyo = new LiveKlaviyo(credentials, world);
  const inquiry = new Inquiry(klaviyo, credentials.domain, PATIENCE_MS, world.sleep);
  const mayEnd = args.includes('--uninstall');
  const [before, ending] = [
    QUESTIONS.filter(({ ends }) => ends !== true),
    QUESTIONS.filter(({ ends }) => ends),
  ];
  const unasked: string[] = [];
  const left: string[] = [];
  const askAll = async (questions: readonly Question[]): Promise<void> => {
    for (const question of questions) {
      if (world.isStopped() || !(await askOne(question, inquiry, out))) unasked.push(question.id);
    }
  };
  try {
    await askAll(before);
  } finally {
    left.push(...(await inquiry.cleanUp()));
    for (const words of left) out(`left over   ${words}`);
  }
  if (mayEnd) await askAll(ending);
  else for (const { id } of ending) out(`unasked     ${id}: it ends the installation; ask with --uninstall`);
  return unasked.length + left.length === 0 ? 0 : 1;
};

/** @returns whether there was an answer */
const askOne = async (
  { id, assumption, supposed, switchName, ask }: Question,
  inquiry: Inquiry,
  out: (line: string) => void,
): Promise<boolean> => {
  try {
    const { position, words } = await ask(inquiry);
    const same = position === supposed;
    out(`${same ? 'confirmed' : 'different'}   ${id}: ${words}`);
    if (!same) {
      out(`            supposed: ${assumption}`);
      if (switchName !== undefined)
        out(`            the local Klaviyo does so with ${switchName} = ${position}`);
    }
    return true;
  } catch (error) {
    const why = error instanceof UnaskedError ? error.message : `no answer (${nameOf(error)})`;
    out(`unasked     ${id}: ${why}`);
    return false;
  }
};

/** What went wrong on the way, without what was sent. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? error.message : code;
};
