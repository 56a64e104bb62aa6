/** What seals secrets before they are stored. */

/** Seals secrets before they are stored. */
export type Vault = {
  /** @throws VaultUnusable */
  seal(secret: string): string;
  /** @throws VaultUnusable, with what was sealed left as it is */
  open(sealed: string): string;
};

/** The key is gone, is no key, or is another than the one that sealed. In words, for whoever put it there. */
export class VaultUnusable extends Error {
  override readonly name = 'VaultUnusable';
  readonly remedy: string;

  constructor(meaning: string, remedy: string, cause?: unknown) {
    super(meaning, { cause });
    this.remedy = remedy;
  }
}
