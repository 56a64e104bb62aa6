/**
 * Numbers as the locale writes them. A page's first Intl.NumberFormat takes a slow tablet a hundredth of a second before its
 * first picture, and small whole numbers look the same without it wherever digits are Western.
 */

/** Of the languages we speak, one may have digits of its own; any locale may ask for others ("-u-nu-"). */
const OTHER_DIGITS = /^ar|-u-/;

export function createWriteNumber(locale: string): (value: number) => string {
  let format: Intl.NumberFormat | null = OTHER_DIGITS.test(locale) ? new Intl.NumberFormat(locale) : null;
  return (value) => {
    if (format === null && Number.isInteger(value) && value >= 0 && value < 1000) return String(value);
    format ??= new Intl.NumberFormat(locale);
    return format.format(value);
  };
}
