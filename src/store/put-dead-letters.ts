import type { EntityManager } from 'typeorm';
import { DeadLetterEntity } from './dead-letter.entity.js';
import type { Row } from './row.js';

/** A dead letter as plain data. */
export type Letter = Row<DeadLetterEntity>;

/** Rows in one statement. */
const ROWS = 500;

/** Buries work: what failed again replaces its older letter. */
export async function putDeadLetters(manager: EntityManager, letters: readonly Letter[]): Promise<void> {
  for (let from = 0; from < letters.length; from += ROWS) {
    await manager
      .getRepository(DeadLetterEntity)
      .upsert(letters.slice(from, from + ROWS), ['connectionId', 'kind', 'reference']);
  }
}
