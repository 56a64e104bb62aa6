/** What taking a picture's parts apart needs, whichever its format. */

/** It ends before it should, or is none. Caught where it was begun (bare-picture.ts). */
export class UnreadablePicture extends Error {
  override readonly name = 'UnreadablePicture';
}

export function startsWith(bytes: Uint8Array, letters: string): boolean {
  return bytes.length >= letters.length && [...letters].every((letter, n) => bytes[n] === letter.charCodeAt(0));
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Four letters that name a part. */
export function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
