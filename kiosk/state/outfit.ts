/** What a screen is to wear now: the policy's look, and for `auto` the hour. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import type { Look } from '../../shared/room/look.ts';
import type { OpeningHours } from '../../shared/room/policy.ts';
import { isOpen } from '../../shared/rules/freshness.ts';

/** What a page may wear, as the attributes of `<html>` that looks.css knows. Null: as it comes. */
export type Outfit = {
  readonly theme: 'dark' | 'contrast' | null;
  readonly palette: 'blue' | 'violet' | null;
  readonly reach: 'low' | null;
  readonly text: 'large' | null;
};

/** Null where it is what every page wears as it comes, so that nothing has to be loaded for it. */
export function outfitOf(look: Look, now: Instant, openingHours: OpeningHours, zone: Zone): Outfit | null {
  const { theme, palette, lowReach, textSize } = look;
  const isDark = theme === 'dark' || (theme === 'auto' && !isOpen(now, openingHours, zone));
  const outfit: Outfit = {
    theme: theme === 'contrast' ? 'contrast' : isDark ? 'dark' : null,
    palette: palette === 'red' ? null : palette,
    reach: lowReach ? 'low' : null,
    text: textSize === 'large' ? 'large' : null,
  };
  return Object.values(outfit).every((piece) => piece === null) ? null : outfit;
}
