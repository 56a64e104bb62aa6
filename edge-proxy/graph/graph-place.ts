/** One entry of Graph's places, which several versions of the docs spell in several ways. */

import type { RoomId } from '../../shared/basics/ids.ts';
import type { Room } from '../../shared/room/room.ts';
import { displayText } from './display-text.ts';

export type Place = Omit<Room, 'timeZone'>;

const MOST_FEATURES = 50;
const LARGEST_CAPACITY = 1_000_000;

/** Null where it has no id or no mailbox: such a place has no calendar either. */
export function readPlace(input: unknown): Place | null {
  if (typeof input !== 'object' || input === null) return null;
  const given = input as Record<string, unknown>;
  const { id, emailAddress } = given;
  if (typeof id !== 'string' || id === '' || typeof emailAddress !== 'string' || !emailAddress.includes('@'))
    return null;
  const address = emailAddress.trim().toLowerCase();
  return {
    id: id as RoomId,
    address,
    displayName: words(given['displayName']) ?? words(given['nickname']) ?? address,
    capacity: readCapacity(given['capacity']),
    building: words(given['building']),
    floor: words(given['floorLabel']) ?? words(given['floorNumber']),
    features: readFeatures(given),
    wheelchairAccessible: given['isWheelChairAccessible'] === true,
  };
}

/** Nought is what an admin leaves who never said. */
function readCapacity(value: unknown): number | null {
  const number = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  return typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= LARGEST_CAPACITY
    ? number
    : null;
}

function readFeatures(given: Record<string, unknown>): string[] {
  const tags = Array.isArray(given['tags']) ? given['tags'] : [];
  const devices = [
    given['displayDeviceName'] ?? given['displayDevice'],
    given['videoDeviceName'],
    given['audioDeviceName'],
  ];
  const features = [...devices, ...tags].map(words).filter((feature) => feature !== null);
  return [...new Set(features)].slice(0, MOST_FEATURES);
}

function words(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? displayText(value) : null;
}
