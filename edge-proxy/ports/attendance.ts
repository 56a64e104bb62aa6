/** What is kept of who came, and of what is broken in a room. */

import type { DeviceId, IntentKey, OccurrenceId, RoomId } from '../../shared/basics/ids.ts';
import type { Instant } from '../../shared/basics/instant.ts';
import type { Interval } from '../../shared/basics/interval.ts';
import type { RoomFault } from '../../shared/room/room-fault.ts';

/** Whether anybody came to a meeting: one row for each occurrence and start, so that a moved one is asked for anew. */
export type Attendance = Interval & {
  readonly roomId: RoomId;
  readonly occurrence: OccurrenceId;
  readonly seriesId: string | null;
  /**
   * present: somebody checked in. no-show: nobody did, and the room was not given back; released: and it was. exempt: we
   * could not be sure, and leave it alone for good. vanished: gone from the calendar before its time, by no doing of ours.
   */
  readonly state: 'present' | 'no-show' | 'released' | 'exempt' | 'vanished';
  /** Why it is exempt. */
  readonly cause: string | null;
  readonly at: Instant;
};

/** A series whose room nobody came to, since somebody last did; of single meetings (null) all that are remembered. */
export type NoShows = {
  readonly roomId: RoomId;
  readonly seriesId: string | null;
  readonly count: number;
  /** Between a release and the meeting's end, all together. */
  readonly minutesGivenBack: number;
  readonly lastAt: Instant;
};

/** Something wrong with a room, as somebody at its door said. */
export type FaultReport = {
  /** The intent's own key. */
  readonly id: IntentKey;
  readonly roomId: RoomId;
  readonly deviceId: DeviceId;
  readonly what: RoomFault;
  readonly words: string | null;
  readonly reportedAt: Instant;
  readonly doneAt: Instant | null;
  readonly doneBy: string | null;
};

/** A part of the Store. */
export type AttendanceRecords = {
  /** Over whatever was known of that occurrence and start. */
  saveAttendance(attendance: Attendance): Promise<void>;
  findAttendance(roomId: RoomId, occurrence: OccurrenceId, start: Instant): Promise<Attendance | null>;
  /** Those of the room that touch `window`, earliest first. */
  listAttendance(roomId: RoomId, window: Interval): Promise<Attendance[]>;
  /** Where most were missed first; of one series, where that is named. */
  listNoShows(of?: { readonly roomId: RoomId; readonly seriesId: string }): Promise<NoShows[]>;

  /** Once for each id, whatever comes under it later; and once while the same from the same door is still open. */
  saveFaultReport(report: FaultReport): Promise<void>;
  /** Open ones first, then those that are done; latest first of each. */
  listFaultReports(limit: number): Promise<FaultReport[]>;
  /** Null where there is none; one that is done stays so, with its first time. */
  closeFaultReport(id: string, by: string, at: Instant): Promise<FaultReport | null>;
};
