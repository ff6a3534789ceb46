import type { KlaviyoAnswer, KlaviyoRequest, KlaviyoSession } from '../../klaviyo/index.js';

/** A session that remembers the last request and its answer, for the trace of what was sent. */
export class RecordingSession implements KlaviyoSession {
  request: KlaviyoRequest | null = null;
  answer: KlaviyoAnswer | null = null;

  /** @param isRecalled asked at the last moment: whether the request must not go any more */
  constructor(
    private readonly session: KlaviyoSession,
    private readonly isRecalled: () => boolean = () => false,
  ) {}

  async send(request: KlaviyoRequest): Promise<KlaviyoAnswer> {
    this.request = request;
    this.answer = null;
    this.answer = await this.session.send({ ...request, isRecalled: this.isRecalled });
    return this.answer;
  }
}
