/**
 * Where a spreadsheet would begin a formula: at a cell's begin, and behind what another language's settings take for the
 * end of a cell or a line, whatever is quoted. East Asian input gives the signs in full width, which count as well.
 */
const FORMULA = /(^|[;\t\r\n])(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** One line of CSV (RFC 4180). A cell that a spreadsheet would run is given as text. */
export const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(cell))).join(',')}\r\n`;

const quoted = (cell: string): string => {
  const text = cell.replaceAll(FORMULA, "$1'");
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
