/** The places of the tenant: what `Set-Place` says of a room, and the room lists that gather them. */

export type PlaceParticulars = {
  /** The room mailbox that it describes. */
  address: string;
  placeId?: string;
  nickname?: string;
  label?: string | null;
  building?: string | null;
  floorNumber?: number | null;
  floorLabel?: string | null;
  capacity?: number | null;
  tags?: readonly string[];
  isWheelChairAccessible?: boolean;
  audioDeviceName?: string | null;
  videoDeviceName?: string | null;
  displayDeviceName?: string | null;
  bookingType?: 'standard' | 'reserved';
  phone?: string;
  street?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  countryOrRegion?: string;
};

export type RoomList = { id: string; address: string; displayName: string; rooms: readonly string[] };
