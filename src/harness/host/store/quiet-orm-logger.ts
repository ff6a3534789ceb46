import type { Logger } from 'typeorm';

/**
 * TypeORM's own log, unheard: it would print statements with their parameters, and a failed migration even with
 * `logging: false`, to stdout, which belongs to the command line's answers. What fails is thrown as well.
 */
export class QuietOrmLogger implements Logger {
  logQuery(): void {
    // Unheard.
  }

  logQueryError(): void {
    // Thrown as well.
  }

  logQuerySlow(): void {
    // Unheard.
  }

  logSchemaBuild(): void {
    // Unheard.
  }

  logMigration(): void {
    // Thrown as well.
  }

  log(): void {
    // Unheard.
  }
}
