/**
 * Locales as Intl takes them. Some browsers name theirs as POSIX does, en_US or en-US@posix, at which Intl throws; what is
 * no locale by any reading is left out.
 */
export function wellFormed(locales: readonly string[]): string[] {
  return locales.flatMap((locale) => {
    const [tag = ''] = locale.split(/[.@]/);
    try {
      return Intl.getCanonicalLocales(tag.replace(/_/g, '-'));
    } catch {
      return [];
    }
  });
}
