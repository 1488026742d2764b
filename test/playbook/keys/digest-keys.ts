import type { Org } from '#playbook/organization.ts';
import { type KeyRow, org } from './written.ts';

type Seen = { readonly set: { readonly org: Org } };
const digest = ({ set }: Seen) => set.org.digest;
const team = (one: Seen) => digest(one)?.teams['fraud'];
const leaders = (one: Seen) => digest(one)?.leaders[0];

const orgText = (text: string) => `${org}digest: ${text}\n`;

/** What any of the audiences may have of its own, as it is written and read. */
const own = [
  ['time', 'time: tue 08:30', 'tue 08:30'],
  ['zone', 'zone: Asia/Tokyo', 'Asia/Tokyo'],
  ['channel', 'channel: "#leads"', '#leads'],
  ['without', 'without: labels', ['labels']],
] as const;

/** Of the weekly digest. */
export const digestKeys: readonly KeyRow[] = [
  ...own.map(
    ([key, more, seen]): KeyRow => ({
      key: `org.digest.${key}`,
      file: 'org.yaml',
      text: orgText('{§}'),
      written: ['', more],
      see: (one) => digest(one)?.[key],
      seen: [{ time: 'mon 09:00', zone: null, channel: null, without: [] }[key], seen],
    }),
  ),
  ...([...own, ['off', 'off: true', true]] as const).map(
    ([key, more, seen]): KeyRow => ({
      key: `org.digest.teams.<name>.${key}`,
      file: 'org.yaml',
      text: orgText('{teams: {fraud: {channel: "#fraud"§}}}').replace(
        key === 'channel' ? 'channel: "#fraud"§' : '§',
        '§',
      ),
      written: ['', key === 'channel' ? more : `, ${more}`],
      see: (one) => team(one)?.[key],
      seen: [key === 'off' ? false : null, seen],
    }),
  ),
  ...own.map(
    ([key, more, seen]): KeyRow => ({
      key: `org.digest.leaders[].${key}`,
      file: 'org.yaml',
      text: orgText('{leaders: [{id: leads, teams: all§}]}'),
      written: ['', `, ${more}`],
      see: (one) => leaders(one)?.[key],
      seen: [null, seen],
    }),
  ),
  {
    key: 'org.digest.leaders[].id',
    file: 'org.yaml',
    text: orgText('{leaders: [{id: §, teams: all}]}'),
    written: ['leads', 'heads'],
    see: (one) => leaders(one)?.id,
    seen: ['leads', 'heads'],
  },
  {
    key: 'org.digest.leaders[].teams',
    file: 'org.yaml',
    text: orgText('{leaders: [{id: leads, teams: §}]}'),
    written: ['all', '[fraud, recs]'],
    see: (one) => leaders(one)?.teams,
    seen: [['all'], ['fraud', 'recs']],
  },
];
