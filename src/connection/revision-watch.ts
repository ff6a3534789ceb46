import { inject, injectable, optional } from 'inversify';
import { type Clock, HOST, type Logger, type OperatorProblems, readMonotonic } from '../contract/index.js';
import { judgeAnswer, KLAVIYO_REVISION, type KlaviyoAnswer, type KlaviyoRequest } from '../klaviyo/index.js';

/** Key of the operator's problem that the revision is no longer served. */
const RETIRED_PROBLEM = 'revision_retired';
/** Key of the operator's problem that it soon will not be. */
const RETIRES_PROBLEM = 'revision_retires';

const DAY_MS = 86_400_000;
/** Long enough for a release and its installation. */
const WARNED_BEFORE_MS = 90 * DAY_MS;

/**
 * Watches over the revision of Klaviyo's API in every answer: a warning to the operator ninety days before it retires,
 * repeated daily, and an error when it is no longer served or another one is served in its place.
 */
@injectable()
export class RevisionWatch {
  private warnedAt = -Infinity;
  private retiredAt = -Infinity;
  /** Whether nothing stands on the board, also not by a process before. */
  private isSettled = false;

  constructor(
    @inject(HOST.clock) private readonly clock: Clock,
    @inject(HOST.logger) private readonly logger: Logger,
    @inject(HOST.operatorProblems) @optional() private readonly operator: OperatorProblems | undefined,
  ) {}

  /** Nobody waits for what it tells. */
  note({ operation }: Pick<KlaviyoRequest, 'operation'>, answer: KlaviyoAnswer): void {
    const { kind } = judgeAnswer(operation, answer);
    if (kind === 'retired') this.tellRetired();
    else if (kind === 'success') {
      this.settleRetired();
      this.warn(answer.retirement);
    }
  }

  private tellRetired(): void {
    const now = readMonotonic(this.clock);
    if (now - this.retiredAt < DAY_MS) return;
    this.retiredAt = now;
    this.isSettled = false;
    this.logger.error({ revision: KLAVIYO_REVISION }, 'Klaviyo no longer serves this revision of its API');
    this.tell(
      this.operator?.raise({
        key: RETIRED_PROBLEM,
        code: RETIRED_PROBLEM,
        severity: 'error',
        message:
          `Klaviyo no longer serves revision ${KLAVIYO_REVISION} of its API. Install a newer version of this extension; ` +
          'what waits is kept until then.',
      }),
    );
  }

  private settleRetired(): void {
    if (this.isSettled) return;
    this.isSettled = true;
    this.retiredAt = -Infinity;
    this.tell(this.operator?.clear(RETIRED_PROBLEM));
  }

  private warn(retirement: string | null): void {
    if (retirement === null) return;
    const at = Date.parse(retirement);
    if (Number.isNaN(at) || at - this.clock.now() > WARNED_BEFORE_MS) return;
    const now = readMonotonic(this.clock);
    if (now - this.warnedAt < DAY_MS) return;
    this.warnedAt = now;
    const day = new Date(at).toISOString().slice(0, 10);
    this.logger.warn({ revision: KLAVIYO_REVISION, day }, 'Klaviyo retires this revision of its API');
    this.tell(
      this.operator?.raise({
        key: RETIRES_PROBLEM,
        code: RETIRES_PROBLEM,
        severity: 'warning',
        message: `Klaviyo retires revision ${KLAVIYO_REVISION} of its API on ${day}. Install a newer version of this extension before then.`,
      }),
    );
  }

  private tell(told: Promise<void> | undefined): void {
    told?.catch((error: unknown) => {
      this.logger.error({ reason: String(error) }, "the operator's board does not answer");
    });
  }
}
