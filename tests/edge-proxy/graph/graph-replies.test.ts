import { wallReading } from '../../../edge-proxy/sandbox/exchange/wall-time.ts';
import { displayWindow } from '../../../shared/room/room-day.ts';
import { roomRepliesContract } from '../../contracts/room-replies.ts';
import { aPolicy, at } from '../../support/builders.ts';
import { openGraphAdapters } from '../../support/graph-adapters.ts';

const BERGEN = 'bergen@northwind.example';
const PRIYA = 'priya.raman@northwind.example';

roomRepliesContract('Graph', async () => {
  const site = await openGraphAdapters();
  const { exchange } = site.sandbox;
  const room = await site.roomAt(BERGEN);
  const policy = aPolicy({ horizonDays: 5 });
  const read = () => site.calendar.readView(room, displayWindow(at('09:00'), room.timeZone, policy), policy);

  async function organize(address: string, draft: Parameters<typeof exchange.organize>[1]): Promise<void> {
    const made = exchange.organize(address, draft);
    if (!made.ok) throw new Error(made.error.message);
    await site.answer();
  }

  return {
    replies: site.replies,
    room,
    async inviteSeries() {
      await organize(PRIYA, {
        subject: 'Stand-up',
        start: at('10:00'),
        end: at('10:15'),
        attendees: [{ address: BERGEN }],
        recurrence: {
          pattern: { type: 'daily', interval: 1 },
          range: { type: 'numbered', firstDay: wallReading(at('10:00'), room.timeZone).day, count: 3 },
        },
      });
      return await read();
    },
    async writeIntoRoom() {
      await organize(BERGEN, { subject: 'Blocked', start: at('10:00'), end: at('10:15') });
      const [meeting] = await read();
      if (meeting === undefined) throw new Error('no meeting');
      return meeting;
    },
    left: async () => (await read()).map(({ start }) => start),
    async told() {
      await site.answer();
      const meetings = exchange.calendar(PRIYA).view(at('00:00'), at('2026-11-29T00:00:00Z'));
      return meetings.filter(({ change }) => change?.attendees?.some(({ status }) => status.response === 'declined'))
        .length;
    },
    close: site.close,
  };
});
