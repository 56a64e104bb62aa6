/**
 * Comma-separated values as people have them (RFC 4180 with the liberties that spreadsheets take): a byte order mark,
 * semicolons where the comma is the decimal point, tabs where a range was pasted, either end of line.
 */

export type CsvRow = {
  /** Where it begins, counted from 1 as an editor does. */
  readonly line: number;
  readonly cells: readonly string[];
};

/** Rows without anything in them are left out. A quote that is never closed takes the rest of the text. */
export function parseCsv(given: string): CsvRow[] {
  const text = given.replace(/^\uFEFF/, '');
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let begins = 1;

  function endRow(): void {
    const all = [...cells, cell].map((one) => one.trim());
    if (all.some((one) => one !== '')) rows.push({ line: begins, cells: all });
    cells = [];
    cell = '';
    begins = line;
  }

  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (isQuoted) {
      if (letter === '\n') line += 1;
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (letter === '"' && cell.trim() === '') {
      cell = '';
      isQuoted = true;
    } else if (letter === separator) {
      cells.push(cell);
      cell = '';
    } else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at += 1;
      line += 1;
      endRow();
    } else cell += letter;
  }
  endRow();
  return rows;
}

/** Without it before a table, Excel takes UTF-8 for its own old code page. */
export const CSV_BEGINNING = '\uFEFF';

/**
 * One that spreadsheets open as it is meant: what begins like a formula is written as the text that it is.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(written).join(',')}\r\n`).join('');
}

function written(cell: string): string {
  // A tablet can call itself =HYPERLINK(...), and whoever opens the list would run it.
  // Some skip the blanks before it, and some read a wide sign as the usual one.
  const harmless = /^\s*[=+\-@|%＝＋－＠]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/** Of the first line that says anything. */
function separatorOf(text: string): string {
  const first = text.split(/\r?\n|\r/).find((line) => line.trim() !== '') ?? '';
  const bare = first.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}
