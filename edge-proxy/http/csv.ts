/**
 * Tables for spreadsheets (RFC 4180). A spreadsheet runs a cell that begins like a formula, and what people typed on a door
 * or are called in Entra must never run on the computer of whoever opens a report: such a cell gets an apostrophe before it.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */

/** Without it, Excel takes UTF-8 for its own old code page. */
export const CSV_BEGINNING = '\uFEFF';

export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  // A number of our own is no formula, whatever its sign.
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r\n|%＝＋－＠]/.test(value.trimStart()) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) || harmless !== value ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
