import { Group, Text } from '@mantine/core';
import type { Series } from '../../../../contract/index.js';
import { formatCount } from '../ui/format-count.js';
import { Panel } from '../ui/panel.js';
import { chartOf, linePath } from './chart-lines.js';
import classes from './hour-chart.module.css';
import { countOf } from '../words/count-of.js';

const WIDTH = 600;
const HEIGHT = 140;

const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** Delivered, failed and waiting events of the last hour, by the minute. The same in words for who cannot see it. */
export function HourChart({ series }: { readonly series: Series }) {
  const { lines, top } = chartOf(series);
  // In words the minute that is under way counts as well: they are of what has happened, not of a course.
  const sum = (part: 'delivered' | 'failed'): number =>
    series.points.reduce((total, point) => total + point[part], 0);
  const waitingNow = series.points.findLast(({ waiting }) => waiting !== null)?.waiting ?? 0;
  const words = `In the last hour: ${countOf(sum('delivered'), 'event')} delivered, ${formatCount(sum('failed'))} failed; ${formatCount(waitingNow)} waiting at the last look.`;
  const first = series.points[0]?.at;
  const last = series.points.at(-1)?.at;
  return (
    <Panel title="The last hour">
      <Group gap="lg" mb="xs" aria-hidden>
        {lines.map(({ name }, index) => (
          <Group key={name} gap={6}>
            <svg width="24" height="8">
              <line x1="0" y1="4" x2="24" y2="4" className={classes.line} data-line={index} />
            </svg>
            <Text size="sm">{name}</Text>
          </Group>
        ))}
      </Group>
      <div className={classes.frame}>
        <Text size="xs" c="dimmed" className={`${classes.top ?? ''} figures`} aria-hidden>
          {formatCount(top)} a minute
        </Text>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={words}
          className={classes.chart}
        >
          {[0, 0.5, 1].map((part) => (
            <line
              key={part}
              x1="0"
              x2={WIDTH}
              y1={part * HEIGHT}
              y2={part * HEIGHT}
              className={classes.grid}
            />
          ))}
          {lines.map(({ name, values }, index) => (
            <path
              key={name}
              d={linePath(values, top, WIDTH, HEIGHT)}
              className={classes.line}
              data-line={index}
            />
          ))}
        </svg>
        <Group justify="space-between" aria-hidden>
          <Text size="xs" c="dimmed">
            {first === undefined ? '' : time.format(first)}
          </Text>
          <Text size="xs" c="dimmed">
            {last === undefined ? '' : time.format(last)}
          </Text>
        </Group>
      </div>
      <Text size="sm" c="dimmed" mt="xs" className="figures">
        {words}
      </Text>
    </Panel>
  );
}
