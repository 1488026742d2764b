import { z } from 'zod';
import { localMs } from '../freeze.ts';
import type { People } from '../playbook.ts';
import { anyList, duration, id, list, localTime, text } from './values.ts';

const slackUser = z.string().regex(/^[UW][A-Z0-9]{2,20}$/, 'a Slack user id looks like U0ANA0001');
const email = z.email('this is not an e-mail address');

const person = z
  .strictObject({ slack: list(slackUser).optional(), email: list(email), active: z.boolean().default(true) })
  .transform(({ slack, ...rest }) => ({ slack: slack ?? [], ...rest }));

const settings = {
  min_tenure: duration.optional(),
  excludes: anyList(id).default([]),
  on_empty: z.enum(['block', 'ask_owner']).default('block'),
};

const role = z
  .strictObject({
    people: anyList(id).optional(),
    slack_usergroup: z
      .string()
      .regex(/^S[A-Z0-9]{2,20}$/, 'a Slack user group id looks like S0FRAUDDUTY')
      .optional(),
    ...settings,
  })
  .refine(({ people, slack_usergroup }) => (people === undefined) !== (slack_usergroup === undefined), {
    message: 'a role has exactly one of people and slack_usergroup',
  })
  .meta({ oneOf: [{ required: ['people'] }, { required: ['slack_usergroup'] }] })
  .transform(({ people, slack_usergroup, min_tenure, excludes, on_empty }) => ({
    source: slack_usergroup === undefined ? { people: people ?? [] } : { slackUsergroup: slack_usergroup },
    minTenureMs: min_tenure ?? null,
    excludes,
    onEmpty: on_empty,
  }));

const delegation = z
  .strictObject({ from: id, to: id, roles: list(id), start: localTime, end: localTime, reason: text(200) })
  .refine(({ from, to }) => from !== to, { message: 'nobody delegates to themselves', path: ['to'] })
  .refine(({ start, end }) => (localMs(start) ?? 0) < (localMs(end) ?? 0), {
    message: 'this delegation ends before it starts',
    path: ['end'],
  });

export const people = z
  .strictObject({
    version: z.literal(1),
    owner: id,
    people: z.record(id, person),
    roles: z.record(id, role),
    delegations: z.array(delegation).default([]),
  })
  .transform(
    (file): People => ({ owner: file.owner, people: file.people, roles: file.roles, delegations: file.delegations }),
  );
