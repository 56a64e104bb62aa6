/** What a screen is to wear now: the policy's look, and for `auto` the hour. */

import type { Instant } from '../../shared/basics/instant.ts';
import type { Zone } from '../../shared/basics/zone.ts';
import type { Look } from '../../shared/room/look.ts';
import type { OpeningHours } from '../../shared/room/policy.ts';
import { isOpen } from '../../shared/rules/freshness.ts';

/** As the attributes of `<html>` that looks.css knows. Null: as a page comes. */
export type Outfit = {
  readonly theme: 'dark' | 'contrast' | null;
  readonly palette: 'blue' | 'violet' | null;
  readonly reach: 'low' | null;
  readonly text: 'large' | null;
};

type Surroundings = {
  readonly openingHours: OpeningHours;
  readonly zone: Zone;
  /** Whoever set the tablet so knows who stands before it, and needs it more than anybody needs another theme. */
  readonly moreContrast: boolean;
};

export function outfitOf(look: Look, now: Instant, { openingHours, zone, moreContrast }: Surroundings): Outfit {
  const { theme, palette, lowReach, textSize } = look;
  const isDark = theme === 'dark' || (theme === 'auto' && !isOpen(now, openingHours, zone));
  return {
    theme: moreContrast || theme === 'contrast' ? 'contrast' : isDark ? 'dark' : null,
    palette: palette === 'red' ? null : palette,
    reach: lowReach ? 'low' : null,
    text: textSize === 'large' ? 'large' : null,
  };
}
