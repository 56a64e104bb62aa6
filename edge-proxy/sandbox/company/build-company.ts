/**
 * Puts Northwind into the sandbox's Exchange: people, rooms and their settings, room lists, the access policy. What an
 * admin would have done with PowerShell in an afternoon.
 */

import { createHash } from 'node:crypto';
import type { Directory } from '../entra/directory.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { type CalendarProcessing, DEFAULT_ANSWER_DELAY_MS } from '../exchange/mailbox.ts';
import { CANARY, COLLEAGUES, type Colleague, DOMAIN, SERVICE_USER } from './people.ts';
import { BUILDINGS, type CompanyRoom, ROOMS } from './rooms.ts';

/** Fixed, so that a bookmark or a stored pairing of yesterday's demo still means the same today. */
export const TENANT_ID = 'b6e1f0c4-52d7-4f0a-9a3e-7c1d2e8f9a10';
export const CLIENT_ID = '4f9a1c2e-8b3d-4e6f-a7b0-1d2c3e4f5a61';
export const OPERATOR_CLIENT_ID = 'd0a7b3c5-6e1f-4a2b-8c9d-3e5f7a1b2c42';
export const SERVICE_CLIENT_ID = '7c3e9a15-0d4b-4f86-b2e7-58a6c1d0f934';
export const COMPANY_NAME = 'Northwind';

/** Least rights for what the proxy does: see docs on the app's permissions. */
const APP_ROLES = ['Calendars.ReadWrite', 'Mail.Send', 'MailboxSettings.Read', 'Place.Read.All'];

/** Of the service account, where the app itself is refused: its own calendar, and those that rooms share with it. */
const SERVICE_SCOPES = ['Calendars.ReadWrite', 'Calendars.Read.Shared', 'MailboxSettings.Read', 'Place.Read.All'];

/** A secret is made at each start and good for the two years that Entra allows at most. */
const SECRET_LIFETIME_MS = 730 * 24 * 3_600_000;
const ORGANIZERS_ZONE = 'W. Europe Standard Time';

/** What a room's admin sets so that a display can tell the truth; elsewhere Exchange's defaults stand. */
const TRUTHFUL: Partial<CalendarProcessing> = {
  deleteSubject: false,
  addOrganizerToSubject: false,
  removePrivateProperty: false,
};

/** The fair takes two days; everywhere else Exchange's limit of a day holds. */
const NO_LIMIT = 0;

export type ClientSecretParticulars = { id: string; value: string; now: number };

export function companyDirectory(secret: ClientSecretParticulars): Directory {
  return {
    tenant: { id: TENANT_ID, domain: DOMAIN, displayName: COMPANY_NAME },
    daemon: {
      clientId: CLIENT_ID,
      objectId: objectId('doorlight daemon'),
      displayName: 'Doorlight',
      secrets: [{ id: secret.id, value: secret.value, endsAt: secret.now + SECRET_LIFETIME_MS }],
      certificates: [],
      roles: [...APP_ROLES],
    },
    operatorApp: { clientId: OPERATOR_CLIENT_ID, displayName: 'Doorlight console', redirectUris: [] },
    serviceApp: {
      clientId: SERVICE_CLIENT_ID,
      displayName: 'Doorlight service account',
      isPublic: true,
      scopes: [...SERVICE_SCOPES],
      account: {
        objectId: objectId(SERVICE_USER.address),
        displayName: SERVICE_USER.displayName,
        userPrincipalName: SERVICE_USER.address,
        jobTitle: SERVICE_USER.jobTitle,
        roles: [],
      },
    },
    people: [...COLLEAGUES.filter(({ role }) => role !== undefined), ...COLLEAGUES.filter(hasNoRole).slice(0, 1)].map(
      ({ displayName, address, jobTitle, role }) => ({
        objectId: objectId(address),
        displayName,
        userPrincipalName: address,
        jobTitle,
        roles: role === undefined ? [] : [role],
      }),
    ),
  };
}

/**
 * `answerDelayMs`: from a request to the room's answer. May be called again to change that alone: calendars stay.
 */
export function buildCompany(exchange: Exchange, answerDelayMs = DEFAULT_ANSWER_DELAY_MS): void {
  for (const { address, displayName } of [SERVICE_USER, CANARY, ...COLLEAGUES]) {
    const id = objectId(address);
    exchange.addMailbox({ id, address, displayName, kind: 'user', timeZone: ORGANIZERS_ZONE, answerDelayMs });
  }
  for (const room of ROOMS) addRoom(exchange, room, answerDelayMs);
  for (const building of BUILDINGS) {
    const rooms = ROOMS.filter((room) => room.building === building).map(({ address }) => address);
    exchange.addRoomList({
      id: objectId(building.address),
      address: building.address,
      displayName: building.name,
      rooms,
    });
  }
  exchange.setAccessPolicy([SERVICE_USER.address, ...ROOMS.map(({ address }) => address)]);
}

function addRoom(exchange: Exchange, room: CompanyRoom, answerDelayMs: number): void {
  const { building, address, displayName, mailbox, tags, isWheelChairAccessible, capacity, floorNumber, label } = room;
  exchange.addMailbox({
    id: objectId(address),
    address,
    displayName,
    kind: 'room',
    // By the IANA name: its Windows name is London's as well.
    timeZone: building.ianaZone,
    answerDelayMs,
    processing: {
      ...(mailbox === 'kept' && TRUTHFUL),
      ...(tags.includes('Stage') && { maximumDurationInMinutes: NO_LIMIT }),
    },
  });
  exchange.addPlace({
    address,
    placeId: objectId(`place ${address}`),
    building: building.name,
    floorNumber,
    floorLabel: `Floor ${floorNumber}`,
    label,
    capacity,
    tags,
    isWheelChairAccessible,
    displayDeviceName: room.displayDeviceName ?? null,
    videoDeviceName: room.videoDeviceName ?? null,
    audioDeviceName: room.audioDeviceName ?? null,
    bookingType: 'standard',
    street: building.street,
    city: building.city,
    postalCode: building.postalCode,
    countryOrRegion: building.countryOrRegion,
  });
}

/** A GUID that a name always gets again. */
export function objectId(name: string): string {
  const hex = createHash('sha256').update(`northwind ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const hasNoRole = ({ role }: Colleague): boolean => role === undefined;
