/**
 * Northwind's twelve rooms: two buildings in two time zones, two floors each. They differ in all that a display must
 * cope with: size, equipment, length of name, and how their mailboxes are set up.
 */

import type { Zone } from '../../../shared/basics/zone.ts';
import { DOMAIN } from './people.ts';

export type Building = {
  name: string;
  /** The room list's own address. */
  address: string;
  ianaZone: Zone;
  windowsZone: string;
  street: string;
  city: string;
  postalCode: string;
  countryOrRegion: string;
};

export type CompanyRoom = {
  displayName: string;
  address: string;
  building: Building;
  floorNumber: number;
  label: string;
  capacity: number;
  displayDeviceName?: string;
  videoDeviceName?: string;
  audioDeviceName?: string;
  isWheelChairAccessible: boolean;
  tags: string[];
  /**
   * `kept`: the admin has set the mailbox to keep subject and private flag. `exchange-defaults`: nobody has, so the
   * subject becomes the organizer's name and private meetings look public, which is what the room check must find.
   */
  mailbox: 'kept' | 'exchange-defaults';
};

export const SPREEUFER: Building = {
  name: 'Spreeufer, Berlin',
  address: `spreeufer@${DOMAIN}`,
  ianaZone: 'Europe/Berlin' as Zone,
  windowsZone: 'W. Europe Standard Time',
  street: 'Am Spreeufer 1',
  city: 'Berlin',
  postalCode: '10179',
  countryOrRegion: 'DE',
};

export const CAIS: Building = {
  name: 'Cais, Lisbon',
  address: `cais@${DOMAIN}`,
  ianaZone: 'Europe/Lisbon' as Zone,
  windowsZone: 'GMT Standard Time',
  street: 'Cais do Tejo 7',
  city: 'Lisboa',
  postalCode: '1100-651',
  countryOrRegion: 'PT',
};

export const BUILDINGS: readonly Building[] = [SPREEUFER, CAIS];

type Particulars = Omit<CompanyRoom, 'address' | 'building' | 'mailbox' | 'isWheelChairAccessible' | 'tags'> &
  Partial<Pick<CompanyRoom, 'mailbox' | 'isWheelChairAccessible' | 'tags'>>;

function room(building: Building, local: string, particulars: Particulars): CompanyRoom {
  return {
    mailbox: 'kept',
    isWheelChairAccessible: true,
    tags: [],
    ...particulars,
    building,
    address: `${local}@${DOMAIN}`,
  };
}

export const ROOMS: readonly CompanyRoom[] = [
  room(SPREEUFER, 'bergen', {
    displayName: 'Bergen',
    floorNumber: 1,
    label: '1.01',
    capacity: 4,
    displayDeviceName: 'Wall screen 55"',
  }),
  room(SPREEUFER, 'kyoto', {
    displayName: 'Kyoto',
    floorNumber: 1,
    label: '1.02',
    capacity: 6,
    displayDeviceName: 'Wall screen 65"',
    videoDeviceName: 'Teams Rooms bar',
  }),
  room(SPREEUFER, 'oslo', {
    displayName: 'Oslo',
    floorNumber: 1,
    label: '1.03',
    capacity: 8,
    videoDeviceName: 'Teams Rooms bar',
    tags: ['Whiteboard'],
  }),
  room(SPREEUFER, 'town-hall', {
    displayName: 'Town hall',
    floorNumber: 1,
    label: '1.10',
    capacity: 60,
    displayDeviceName: 'Projector',
    videoDeviceName: 'Stage cameras',
    audioDeviceName: 'Stage sound',
    tags: ['Stage', 'Hearing loop'],
  }),
  room(SPREEUFER, 'valparaiso', {
    displayName: 'Valparaíso',
    floorNumber: 2,
    label: '2.01',
    capacity: 10,
    displayDeviceName: 'Wall screen 75"',
    videoDeviceName: 'Teams Rooms bar',
  }),
  room(SPREEUFER, 'telephone', {
    displayName: 'Ö',
    floorNumber: 2,
    label: '2.02',
    capacity: 2,
    isWheelChairAccessible: false,
    tags: ['Quiet'],
  }),
  room(SPREEUFER, 'reykjavik', {
    displayName: 'Reykjavík',
    floorNumber: 2,
    label: '2.03',
    capacity: 12,
    displayDeviceName: 'Wall screen 85"',
    videoDeviceName: 'Room camera',
    audioDeviceName: 'Ceiling microphones',
    mailbox: 'exchange-defaults',
  }),
  room(CAIS, 'lisbon', {
    displayName: 'Lisbon',
    floorNumber: 1,
    label: '1.A',
    capacity: 8,
    displayDeviceName: 'Wall screen 65"',
    videoDeviceName: 'Teams Rooms bar',
  }),
  room(CAIS, 'porto', { displayName: 'Porto', floorNumber: 1, label: '1.B', capacity: 4, tags: ['Whiteboard'] }),
  room(CAIS, 'faro', {
    displayName: 'Faro',
    floorNumber: 1,
    label: '1.C',
    capacity: 6,
    displayDeviceName: 'Wall screen 55"',
    mailbox: 'exchange-defaults',
  }),
  room(CAIS, 'coimbra', {
    displayName: 'Coimbra',
    floorNumber: 2,
    label: '2.A',
    capacity: 14,
    displayDeviceName: 'Wall screen 75"',
    videoDeviceName: 'Room camera',
    audioDeviceName: 'Table microphones',
  }),
  room(CAIS, 'boardroom', {
    displayName: 'Sala do Conselho de Administração',
    floorNumber: 2,
    label: '2.B',
    capacity: 20,
    displayDeviceName: 'Twin screens 85"',
    videoDeviceName: 'Room camera',
    audioDeviceName: 'Ceiling microphones',
    tags: ['Catering'],
  }),
];
