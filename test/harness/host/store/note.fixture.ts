import { Column, Entity, PrimaryColumn, Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { epochTransformer } from '../../../../src/harness/host/store/epoch-transformer.js';

@Entity('test_note')
export class Note {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  body!: string;

  @Column({ type: 'bigint', transformer: epochTransformer })
  at!: number;
}

class CreateNote1700000000000 implements MigrationInterface {
  readonly name = 'CreateNote1700000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'test_note',
        columns: [
          { name: 'id', type: 'text', isPrimary: true },
          { name: 'body', type: 'text' },
          { name: 'at', type: 'bigint' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('test_note');
  }
}

/** A store with one table. */
export const noteStore = { prefix: 'test_', entities: [Note], migrations: [CreateNote1700000000000] };

export function note(id: string): Note {
  return Object.assign(new Note(), { id, body: 'text', at: 1_700_000_000_000 });
}
