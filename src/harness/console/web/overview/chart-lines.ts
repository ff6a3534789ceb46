import type { Series } from '../../../../contract/index.js';

/** One line of the picture, in its own words. */
interface ChartLine {
  readonly name: string;
  /** A point for each step; null where nothing is known. */
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly lines: readonly ChartLine[];
  /** The largest value that the axis shows; 1 at least. */
  readonly top: number;
}

/** The picture of the steps that have ended: its lines, and an axis that ends at a round number. */
export function chartOf(series: Series): Chart {
  // The last step is under way: drawn as if it had ended, every line would seem to fall.
  const points = series.points.slice(0, -1);
  const lines: readonly ChartLine[] = [
    { name: 'Delivered', values: points.map(({ delivered }) => delivered) },
    { name: 'Failed', values: points.map(({ failed }) => failed) },
    { name: 'Waiting', values: points.map(({ waiting }) => waiting) },
  ];
  const largest = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  return { lines, top: roundUp(largest) };
}

/** 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** The way of a line through a box; what is not known is a gap. */
export function linePath(
  values: readonly (number | null)[],
  top: number,
  width: number,
  height: number,
): string {
  const stepWidth = width / Math.max(1, values.length - 1);
  let isDrawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const command = isDrawing ? 'L' : 'M';
      isDrawing = true;
      return `${command}${(index * stepWidth).toFixed(1)} ${(height - (value / top) * height).toFixed(1)}`;
    })
    .join('');
}
