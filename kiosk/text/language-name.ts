/** A language as its own speakers write it: whoever looks for theirs on a foreign screen can read no other name. */

import { languageOf } from '../../shared/room/look.ts';

const names: { readonly [language: string]: string } = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
};

export function languageName(tag: string): string {
  return names[languageOf(tag)] ?? tag;
}
