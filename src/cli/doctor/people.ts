import { z } from 'zod';
import type { People } from '#playbook/playbook.ts';
import { type Finding, note, ok, problem } from './finding.ts';
import type { SlackCall } from './slack-call.ts';

const user = z.object({
  user: z.object({
    team_id: z.string().optional(),
    deleted: z.boolean().optional(),
    is_bot: z.boolean().optional(),
    is_restricted: z.boolean().optional(),
    is_stranger: z.boolean().optional(),
  }),
});

const atOnce = 4;

/** Whether Slack knows the account of everybody in people.yaml, and as somebody whose vote can count. */
export async function peopleFindings(people: People, call: SlackCall): Promise<readonly Finding[]> {
  const accounts = Object.entries(people.people)
    .filter(([, { active }]) => active)
    .flatMap(([person, { slack }]) => slack.map((account) => ({ person, account })));
  const findings: Finding[] = [];
  for (let next = 0; next < accounts.length; next += atOnce) {
    const asked = accounts.slice(next, next + atOnce);
    const answers = await Promise.all(
      asked.map(async (one) => ({ ...one, answer: await call('users.info', { user: one.account }) })),
    );
    const stop = answers.find(({ answer }) => answer.error !== null && answer.error !== 'user_not_found');
    if (stop !== undefined) return [...findings, unseen(next, accounts.length, stop.answer.error ?? '')];
    findings.push(...answers.flatMap(({ person, account, answer }) => accountFindings(person, account, answer)));
  }
  if (findings.length > 0) return findings;
  return [ok(`Slack knows the ${accounts.length} accounts of people.yaml as members`)];
}

function accountFindings(
  person: string,
  account: string,
  { error, body }: { error: string | null; body: unknown },
): readonly Finding[] {
  const place = `under ${person} in people.yaml`;
  if (error === 'user_not_found') {
    return [problem(`Slack knows no ${account} (${person})`, `write the member id of their Slack profile ${place}`)];
  }
  const read = user.safeParse(body);
  if (!read.success) return [note(`Slack's answer about ${account} (${person}) could not be read`)];
  const found = read.data.user;
  if (found.deleted === true) {
    return [
      problem(`The account ${account} (${person}) is deactivated`, `write active: false ${place}, or their new id`),
    ];
  }
  if (found.is_bot === true)
    return [problem(`${account} (${person}) is a bot, whose vote never counts`, `take it out ${place}`)];
  if (found.is_stranger === true) {
    return [
      problem(
        `${account} (${person}) belongs to another workspace, so their vote never counts`,
        `take it out ${place}`,
      ),
    ];
  }
  return [];
}

function unseen(seen: number, all: number, error: string): Finding {
  const fix =
    error === 'missing_scope'
      ? 'grant users:read and install the app again'
      : 'run countersign doctor again in a minute; the others were not looked at';
  return problem(`Only ${seen} of ${all} accounts of people.yaml could be looked at (${error})`, fix);
}
