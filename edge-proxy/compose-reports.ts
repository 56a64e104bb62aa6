/** Wires what is known of the use of rooms: writing it down, counting it, and mailing what it comes to. */

import type { Zone } from '../shared/basics/zone.ts';
import type { Policy } from '../shared/room/policy.ts';
import type { Room } from '../shared/room/room.ts';
import type { RoomDay } from '../shared/room/room-day.ts';
import type { Board } from '../shared/wire/board.ts';
import type { UseReport } from '../shared/wire/reports.ts';
import type { Mail } from './ports/mail.ts';
import type { Clock, Log } from './ports/runtime.ts';
import type { Store } from './ports/store.ts';
import { commonZone } from './reports/common-zone.ts';
import { createReportMail } from './reports/report-mail.ts';
import { createUseLedger } from './reports/use-ledger.ts';
import { makeUseReport, type ReportNeeds, type ReportQuery } from './reports/use-report.ts';

type Parts = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly mail: Mail;
  readonly currentDays: () => readonly RoomDay[];
  readonly listRooms: () => readonly Room[];
  readonly findRoom: (addressOrId: string) => Room | null;
  readonly findBoard: (id: Board['id']) => Board | null;
  readonly policyOf: (roomId: Room['id']) => Policy;
  readonly standing: ReportNeeds['standing'];
  readonly consoleUrl: string | null;
  /** Where no room says otherwise. */
  readonly zone: Zone;
};

export async function composeReports(parts: Parts) {
  const { store, clock, log, listRooms, findRoom, findBoard, policyOf, standing, consoleUrl, zone } = parts;
  const ledger = await createUseLedger({ store, currentDays: parts.currentDays, clock, log });
  const needs: ReportNeeds = {
    store,
    listRooms,
    openingHours: (roomId) => policyOf(roomId).openingHours,
    standing,
    placeName: ({ roomId, boardId }) =>
      (roomId !== null ? findRoom(roomId)?.displayName : boardId !== null ? findBoard(boardId)?.name : null) ?? '',
    breathe: () => new Promise((settle) => setImmediate(settle)),
  };
  const report = (asked: ReportQuery): Promise<UseReport> => makeUseReport(needs, asked, clock.now());
  const mail = createReportMail({
    store,
    report: (period) => report({ ...period, building: null, floor: null }),
    send: (to, words) => parts.mail.send({ to, ...words }),
    consoleUrl,
    zone: () => commonZone(listRooms()) ?? zone,
    clock,
    log,
  });
  return {
    report,
    mail,
    close(): void {
      mail.close();
      void ledger.close();
    },
  };
}
