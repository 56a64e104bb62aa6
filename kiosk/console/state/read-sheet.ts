/**
 * The text of a list that somebody chose, whichever way their spreadsheet wrote it: "CSV" of a German or French Excel is in
 * Windows' own letters and says so nowhere, and its "Unicode text" is UTF-16.
 */

import { err, ok, type Result } from '../../../shared/basics/result.ts';

/** In words where it is no text at all. */
export function readSheet(bytes: Uint8Array): Result<string, string> {
  if (begins(bytes, ZIP) || begins(bytes, OLD_EXCEL)) {
    return err('That is a workbook. Save it as “CSV UTF-8” in Excel, and choose that file.');
  }
  const utf16 = begins(bytes, [0xff, 0xfe]) ? 'utf-16le' : begins(bytes, [0xfe, 0xff]) ? 'utf-16be' : null;
  const text = utf16 === null ? readBytes(bytes) : new TextDecoder(utf16).decode(bytes);
  if (text.includes('\0')) return err('That is no list. Choose a CSV file, or paste the lines below.');
  return ok(text);
}

/** How .xlsx and .ods begin, and .xls. */
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0];

function begins(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}

function readBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Letters that are no UTF-8 are Windows' own: that is what is left where people use Excel.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
