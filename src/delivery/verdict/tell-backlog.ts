import type { BacklogNews } from '../backlog/backlog-news.js';
import type { LaneContext } from '../context/lane-context.js';

/** Tells the backlog what was done, or decided without a request. The one place that does. */
export function tellBacklog({ backlog }: Pick<LaneContext, 'backlog'>, news: BacklogNews): void {
  backlog.takeNews(news);
}
