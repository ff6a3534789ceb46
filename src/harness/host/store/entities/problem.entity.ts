import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Problem } from '../../../../contract/index.js';
import { epochTransformer } from '../epoch-transformer.js';

/** What a person has to mend at an installation; one row a key. */
@Entity('host_problem')
export class ProblemRow {
  @PrimaryColumn({ type: 'text' })
  installation!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  @Column({ type: 'text' })
  code!: string;

  @Column({ type: 'text' })
  severity!: Problem['severity'];

  @Column({ type: 'text' })
  message!: string;

  @Column({ type: 'text', nullable: true })
  action!: NonNullable<Problem['action']> | null;

  /** When it was raised first or replaced last. */
  @Column({ type: 'bigint', transformer: epochTransformer })
  at!: number;
}
