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
  // Excel's own word about the file, in a line of its own before the table.
  const told = /^sep=(.)(?:\r?\n|\r|$)/i.exec(text)?.[1];
  const separator = told ?? separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = told === undefined ? 1 : 2;
  let begins = line;

  function endRow(): void {
    const all = [...cells, cell].map((one) => one.trim());
    if (all.some((one) => one !== '')) rows.push({ line: begins, cells: all });
    cells = [];
    cell = '';
    begins = line;
  }

  const begin = told === undefined ? 0 : endOfLine(text);
  for (let at = begin; at < text.length; at += 1) {
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

/** A cell of one of our own tables that came back, as it was before it was written so. */
export function asItWas(cell: string): string {
  return cell.startsWith("'") && MARKED.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/**
 * A tablet can call itself =HYPERLINK(...), and whoever opens the list would run it. Some skip the blanks before it, and some
 * read a wide sign as the usual one. What has the mark already gets a second one, so that the first is not taken for ours.
 */
const MARKED = /^'*\s*[=+\-@|%＝＋－＠]|^[\t\r\n]/;

function written(cell: string): string {
  const harmless = MARKED.test(cell) ? `'${cell}` : cell;
  return /[",;\t\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

/** Where the second line begins. */
function endOfLine(text: string): number {
  return /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(text)?.[0].length ?? 0;
}

/** Of the first line that says anything. */
function separatorOf(text: string): string {
  const first = text.split(/\r?\n|\r/).find((line) => line.trim() !== '') ?? '';
  const bare = first.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}
