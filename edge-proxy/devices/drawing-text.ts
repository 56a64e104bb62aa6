/** What a drawing says, letter by letter. */

/** Null where the bytes are no UTF-8. */
export function drawingText(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
