/** One item of a list that is not empty, by a number in [0, 1). */
export function pick<T>(items: readonly [T, ...T[]], at: number): T {
  return items[Math.floor(at * items.length)] ?? items[0];
}
