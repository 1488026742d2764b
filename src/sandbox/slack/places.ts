import type { ChannelView } from '../control.ts';
import { NORTHWIND_PEOPLE } from './people.ts';

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelView['kind'];
  topic: string;
  members: string[];
  archived: boolean;
  /** Only some may post here; the app is not among them. */
  restricted: boolean;
  readonly createdAt: number;
  readonly creator: string;
}

const FOUNDED_MS = Date.UTC(2024, 2, 4, 9);
const FOUNDER = 'U0OPS0008';

export function channel(id: string, name: string, kind: Channel['kind'], topic: string, members: string[]): Channel {
  const creator = members.find((member) => member === FOUNDER) ?? members[0] ?? FOUNDER;
  return { id, name, kind, topic, members, archived: false, restricted: false, createdAt: FOUNDED_MS, creator };
}

/** Northwind's channels. `botUserId` is a member of the four that Countersign serves, not of #random and #model-risk. */
export function northwindChannels(botUserId: string): Channel[] {
  const staff = NORTHWIND_PEOPLE.filter((person) => person.kind === 'member').map((person) => person.id);
  return [
    channel('C0MLAPPR01', 'ml-approvals', 'public', 'Which model goes to production, and who said yes', [
      ...staff,
      'U0GUS0011',
      botUserId,
    ]),
    channel('C0MLALRT02', 'ml-alerts', 'public', 'Drift and changes made outside Countersign', [...staff, botUserId]),
    channel('C0MLDIGS03', 'ml-digest', 'public', 'Every Monday: cost, maturity, what is waiting', [
      ...staff,
      botUserId,
    ]),
    channel('C0FRAUD004', 'fraud', 'public', 'Team fraud', [
      'U0ANA0001',
      'U0BEN0002',
      'U0TOM0005',
      'U0OPS0008',
      'U0EVE0012',
      botUserId,
    ]),
    channel('C0RANDOM05', 'random', 'public', 'Everything else', [...staff, 'U0GUS0011', 'U0PAGE014']),
    channel('C0RISKPR06', 'model-risk', 'private', 'Model risk, among ourselves', [
      'U0MEI0003',
      'U0JON0004',
      'U0LEA0006',
    ]),
  ];
}
