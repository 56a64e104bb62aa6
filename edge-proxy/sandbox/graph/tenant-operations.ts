/** Places, and mail going out. */

import type { Mailbox } from '../exchange/mailbox.ts';
import type { PlaceParticulars, RoomList } from '../exchange/places.ts';
import { CONTEXT, type GraphAnswer, isObject, jsonBody, problem, problems } from './graph-answer.ts';
import type { Asked, MailboxAsked, Operation, Site } from './operation.ts';
import { paged, readPage, readSelect, selected } from './query-options.ts';

/** As documented for places. */
const DEFAULT_PAGE = 100;
const READ_PLACES = ['Place.Read.All', 'Place.ReadWrite.All'];

type Room = { mailbox: Mailbox; place: PlaceParticulars };

export function tenantOperations({ exchange, clock, baseUrl }: Site): Operation[] {
  function listed<T>(
    entries: readonly T[],
    print: (entry: T) => Record<string, unknown>,
    of: string,
    { request }: Asked,
  ): GraphAnswer {
    const page = readPage(request, DEFAULT_PAGE);
    if (!page.ok) return page.error;
    const select = readSelect(request);
    const listing = { request, page: page.value, baseUrl: baseUrl(), context: `${CONTEXT}#places${of}` };
    return { status: 200, body: paged(entries, (entry) => selected(print(entry), select), listing) };
  }

  function listOf(addressOrId: string): RoomList | undefined {
    const wanted = addressOrId.toLowerCase();
    return exchange
      .roomLists()
      .find(({ id, address }) => id.toLowerCase() === wanted || address.toLowerCase() === wanted);
  }

  function roomsOfList(asked: Asked): GraphAnswer {
    const list = listOf(asked.param('list'));
    if (list === undefined) return noSuchPlace();
    const members = new Set(list.rooms.map((address) => address.toLowerCase()));
    const rooms = exchange.rooms().filter(({ mailbox }) => members.has(mailbox.address.toLowerCase()));
    return listed(rooms, roomJson, `('${encodeURIComponent(list.address)}')/microsoft.graph.roomList/rooms`, asked);
  }

  function place({ param }: Asked): GraphAnswer {
    const mailbox = exchange.mailbox(param('place'));
    const room = exchange.rooms().find((one) => one.mailbox === mailbox);
    const list = listOf(param('place'));
    const found = room !== undefined ? roomJson(room) : list === undefined ? null : roomListJson(list);
    if (found === null) return noSuchPlace();
    const type = `#microsoft.graph.${room === undefined ? 'roomList' : 'room'}`;
    return { status: 200, body: { '@odata.context': `${CONTEXT}#places/$entity`, '@odata.type': type, ...found } };
  }

  function sendMail({ request, mailbox }: MailboxAsked): GraphAnswer {
    const body = jsonBody(request);
    if (body === null) return problems.notJson();
    const message = body['message'] ?? body['Message'];
    if (!isObject(message)) return problem(400, 'ErrorInvalidRequest', 'The parameter Message is required.');
    const to = ['toRecipients', 'ccRecipients', 'bccRecipients'].flatMap((name) => addresses(message[name]));
    if (to.length === 0) return problem(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
    const content = isObject(message['body']) ? message['body']['content'] : '';
    const saved = body['saveToSentItems'] ?? body['SaveToSentItems'];
    exchange.send({
      from: mailbox.address,
      to,
      subject: String(message['subject'] ?? ''),
      body: String(content ?? ''),
      sentAt: clock.now(),
      savedToSentItems: saved !== false && saved !== 'false',
    });
    return { status: 202 };
  }

  const places = { method: 'GET', roles: READ_PLACES, of: 'tenant' } as const;
  return [
    {
      ...places,
      name: 'list-rooms',
      path: 'places/microsoft.graph.room',
      answer: (asked: Asked) => listed(exchange.rooms(), roomJson, '/microsoft.graph.room', asked),
    },
    {
      ...places,
      name: 'list-room-lists',
      path: 'places/microsoft.graph.roomList',
      answer: (asked: Asked) => listed(exchange.roomLists(), roomListJson, '/microsoft.graph.roomList', asked),
    },
    { ...places, name: 'list-rooms-of-list', path: 'places/:list/microsoft.graph.roomList/rooms', answer: roomsOfList },
    { ...places, name: 'get-place', path: 'places/:place', answer: place },
    {
      name: 'send-mail',
      method: 'POST',
      path: 'users/:user/sendMail',
      roles: ['Mail.Send'],
      of: 'mailbox',
      answer: sendMail,
    },
  ];
}

function roomJson({ mailbox, place }: Room): Record<string, unknown> {
  return {
    id: mailbox.id,
    placeId: place.placeId ?? mailbox.id,
    displayName: mailbox.displayName,
    emailAddress: mailbox.address,
    nickname: place.nickname ?? mailbox.displayName,
    label: place.label ?? null,
    phone: place.phone ?? '',
    capacity: place.capacity ?? null,
    building: place.building ?? null,
    floorNumber: place.floorNumber ?? null,
    floorLabel: place.floorLabel ?? null,
    bookingType: place.bookingType ?? 'standard',
    isWheelChairAccessible: place.isWheelChairAccessible ?? false,
    audioDeviceName: place.audioDeviceName ?? null,
    videoDeviceName: place.videoDeviceName ?? null,
    displayDeviceName: place.displayDeviceName ?? null,
    tags: place.tags ?? [],
    parentId: null,
    teamsEnabledState: 'unknown',
    address: {
      street: place.street ?? null,
      city: place.city ?? null,
      state: place.state ?? null,
      postalCode: place.postalCode ?? null,
      countryOrRegion: place.countryOrRegion ?? null,
    },
    geoCoordinates: null,
  };
}

function roomListJson({ id, address, displayName }: RoomList): Record<string, unknown> {
  return { id, placeId: id, displayName, emailAddress: address, phone: null, address: null, geoCoordinates: null };
}

function noSuchPlace(): GraphAnswer {
  return problem(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

function addresses(recipients: unknown): string[] {
  if (!Array.isArray(recipients)) return [];
  return recipients
    .map((one) => (isObject(one) && isObject(one['emailAddress']) ? one['emailAddress']['address'] : null))
    .filter((address) => typeof address === 'string');
}
