import type { EntityManager } from 'typeorm';
import { DeadLetterEntity } from './dead-letter.entity.js';
import type { Row } from './row.js';
import { addPulses } from './sql.js';

/** A dead letter as plain data. */
export type Letter = Row<DeadLetterEntity>;

/** Rows in one statement. */
const ROWS = 500;

/** Buries work: what failed again replaces its older letter. Each is counted in its minute. */
export async function putDeadLetters(manager: EntityManager, letters: readonly Letter[]): Promise<void> {
  for (let from = 0; from < letters.length; from += ROWS) {
    await manager
      .getRepository(DeadLetterEntity)
      .upsert(letters.slice(from, from + ROWS), ['connectionId', 'kind', 'reference']);
  }
  // All letters of one call are of one connection and one moment.
  const [first] = letters;
  if (!first) return;
  await addPulses(
    manager,
    first.connectionId,
    [{ kind: 'failed', bucket: 0, count: letters.length }],
    first.at,
  );
}
