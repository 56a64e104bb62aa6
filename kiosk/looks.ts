/** Dresses the page as facilities decided. A chunk of its own with the styles of all looks, for the doors that wear one. */

import type { Outfit } from './state/outfit.ts';
import './styles/looks.css';

const NOTHING: Outfit = { theme: null, palette: null, reach: null, text: null };

export function wear(root: Pick<HTMLElement, 'dataset'>, outfit: Outfit | null): void {
  for (const [name, value] of Object.entries(outfit ?? NOTHING)) {
    if (value === null) delete root.dataset[name];
    else root.dataset[name] = value;
  }
}
