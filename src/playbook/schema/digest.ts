import { z } from 'zod';
import { digestSections } from '#domain/digest-section.ts';
import type { DigestAudience, OrgDigest } from '../organization.ts';
import { weekTime } from './timing.ts';
import { anyList, channel, id, list, text, zone } from './values.ts';

/** How one audience differs from the digest of the organization. */
const own = {
  time: weekTime.optional(),
  zone: zone.optional(),
  channel: channel.optional(),
  without: anyList(z.enum(digestSections)).optional(),
};

type Own = { readonly [Key in keyof typeof own]?: z.output<(typeof own)[Key]> | undefined };

/** When, where and of what the weekly digest tells. */
export const digest = z
  .strictObject({
    ...own,
    time: own.time.default('mon 09:00'),
    without: anyList(z.enum(digestSections)).default([]),
    teams: z.record(text(63), z.strictObject({ ...own, off: z.boolean().default(false) })).default({}),
    leaders: z.array(z.strictObject({ id, teams: list(text(63)), ...own })).default([]),
  })
  .transform(
    ({ teams, leaders, ...keys }): OrgDigest => ({
      ...audience(keys),
      time: keys.time,
      without: keys.without,
      teams: Object.fromEntries(
        Object.entries(teams).map(([team, { off, ...differs }]) => [team, { off, ...audience(differs) }]),
      ),
      leaders: leaders.map(({ id: name, teams: of, ...differs }) => ({ id: name, teams: of, ...audience(differs) })),
    }),
  );

function audience({ time, zone: in_, channel: to, without }: Own): DigestAudience {
  return { time: time ?? null, zone: in_ ?? null, channel: to ?? null, without: without ?? null };
}
