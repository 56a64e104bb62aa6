/** Gathers what was written down into one report: every room, the hours of the week over all of them, and the screens. */

import { type Instant, MINUTE_MS } from '../../shared/basics/instant.ts';
import { clip, type Interval } from '../../shared/basics/interval.ts';
import type { LocalDate } from '../../shared/basics/zone.ts';
import type { OpeningHours } from '../../shared/room/policy.ts';
import type { Room } from '../../shared/room/room.ts';
import type { DeviceUptime, RoomUseLine, UseCell, UseReport } from '../../shared/wire/reports.ts';
import type { Device } from '../ports/devices.ts';
import type { DeviceLink, RoomUse } from '../ports/evidence.ts';
import type { Store } from '../ports/store.ts';
import { countUse } from './count-use.ts';
import { type Hour, localSpan, openHours } from './hour-grid.ts';

export type ReportNeeds = {
  readonly store: Pick<Store, 'listRoomUse' | 'listLinks' | 'listDevices'>;
  readonly listRooms: () => readonly Room[];
  readonly openingHours: (roomId: Room['id']) => OpeningHours;
  /** Screens that are connected now. */
  readonly standing: (now: Instant) => readonly DeviceLink[];
  readonly placeName: (device: Device) => string;
  /** Lets others be served between two rooms. */
  readonly breathe: () => Promise<void>;
};

export type ReportQuery = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** Null: any. */
  readonly building: string | null;
  readonly floor: string | null;
};

export async function makeUseReport(needs: ReportNeeds, asked: ReportQuery, now: Instant): Promise<UseReport> {
  const rooms = needs.listRooms().filter((room) => isWanted(room, asked));
  const grids = new Map<string, Hour[]>();
  const cells = new Map<number, { open: number; taken: number }>();
  const lines: RoomUseLine[] = [];
  let seenSince: Instant | null = null;
  for (const room of rooms) {
    const hours = needs.openingHours(room.id);
    const name = `${room.timeZone} ${hours.from} ${hours.to}`;
    const grid = grids.get(name) ?? openHours(asked.from, asked.to, room.timeZone, hours);
    grids.set(name, grid);
    const within = localSpan(asked.from, asked.to, room.timeZone);
    const uses = cut(await needs.store.listRoomUse(within, room.id), within, now);
    const counted = countUse(uses, grid, within, now);
    for (const { weekday, hour, open, taken } of counted.cells) {
      const cell = cells.get(weekday * 24 + hour) ?? { open: 0, taken: 0 };
      cells.set(weekday * 24 + hour, { open: cell.open + open, taken: cell.taken + taken });
    }
    if (counted.seenSince !== null && (seenSince === null || counted.seenSince < seenSince))
      seenSince = counted.seenSince;
    const { id, displayName, building, floor, capacity } = room;
    const { minutes, counts, lastUsedAt } = counted;
    lines.push({ id, displayName, building, floor, capacity, minutes, counts, lastUsedAt });
    await needs.breathe();
  }
  return {
    from: asked.from,
    to: asked.to,
    seenSince,
    minutes: {
      open: sum(lines, ({ minutes }) => minutes.open),
      taken: sum(lines, ({ minutes }) => minutes.taken),
      attended: sum(lines, ({ minutes }) => minutes.attended),
      empty: sum(lines, ({ minutes }) => minutes.empty),
      released: sum(lines, ({ minutes }) => minutes.released),
    },
    counts: {
      planned: sum(lines, ({ counts }) => counts.planned),
      door: sum(lines, ({ counts }) => counts.door),
      noShows: sum(lines, ({ counts }) => counts.noShows),
    },
    cells: [...cells].map(([key, cell]): UseCell => ({ weekday: Math.floor(key / 24), hour: key % 24, ...cell })),
    rooms: lines,
    devices: await uptimes(needs, asked, rooms, now),
  };
}

function isWanted({ building, floor }: Room, asked: ReportQuery): boolean {
  return (asked.building === null || asked.building === building) && (asked.floor === null || asked.floor === floor);
}

/** What lies in the time asked about and has happened. */
function cut(uses: readonly RoomUse[], within: Interval, now: Instant): RoomUse[] {
  return uses.flatMap((use) => {
    const part = clip({ start: use.from, end: use.to ?? now }, within);
    if (part === null) return [];
    const goesOn = use.to === null && part.end === now;
    return [{ ...use, from: part.start, to: goesOn ? null : part.end }];
  });
}

/** Of each screen that is paired now: how much of the time since it is, it was connected. */
async function uptimes(
  { store, standing, placeName }: ReportNeeds,
  asked: ReportQuery,
  rooms: readonly Room[],
  now: Instant,
): Promise<DeviceUptime[]> {
  const byId = new Map(rooms.map((room) => [room.id, room]));
  const everywhere = asked.building === null && asked.floor === null;
  const zone = rooms[0]?.timeZone;
  if (zone === undefined) return [];
  const span = localSpan(asked.from, asked.to, zone);
  const links = new Map<string, DeviceLink[]>();
  for (const link of [...(await store.listLinks(span)), ...standing(now)]) {
    links.set(link.deviceId, [...(links.get(link.deviceId) ?? []), link]);
  }
  return (await store.listDevices()).flatMap((device) => {
    const isHere = device.roomId === null ? everywhere : byId.has(device.roomId);
    const paired = clip({ start: device.pairedAt, end: now }, span);
    if (!isHere || paired === null || device.revokedAt !== null) return [];
    const ofDevice = links.get(device.id) ?? [];
    const connected = coveredMs(ofDevice, paired);
    const breaks = ofDevice.filter(({ end }) => end < now && end > paired.start && end <= paired.end).length;
    const minutes = Math.round((paired.end - paired.start) / MINUTE_MS);
    const { id, name } = device;
    return [{ id, place: placeName(device), name, minutes, connected: Math.round(connected / MINUTE_MS), breaks }];
  });
}

/** A tablet may have two streams for a moment: what both cover counts once. */
function coveredMs(links: readonly Interval[], within: Interval): number {
  let covered = 0;
  let until = within.start;
  for (const link of links.toSorted((a, b) => a.start - b.start)) {
    const part = clip(link, { start: until, end: within.end });
    if (part === null) continue;
    covered += part.end - part.start;
    until = part.end;
  }
  return covered;
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
