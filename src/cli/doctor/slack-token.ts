import { z } from 'zod';
import { type Finding, note, ok, problem } from './finding.ts';
import type { SlackAnswer } from './slack-call.ts';

/** What `manifest.json` asks of a workspace. */
export interface ManifestScopes {
  readonly bot: readonly string[];
  readonly optional: readonly string[];
}

/** What lets the app see who is in a user group. */
export const groupScope = 'usergroups:read';

const emailScope = 'users:read.email';

const skewLimitMs = 30_000;
const identity = z.object({ team: z.string(), user: z.string(), bot_id: z.string() });

/** Findings of `auth.test`: the token, its scopes against the manifest, and Slack's clock against ours. */
export function tokenFindings(answer: SlackAnswer, manifest: ManifestScopes): readonly Finding[] {
  if (!answer.ok) return [tokenProblem(answer.error ?? 'unknown_error')];
  const read = identity.safeParse(answer.body);
  const findings: Finding[] = [
    read.success
      ? ok(`Slack accepts the bot token: @${read.data.user} in ${read.data.team}`)
      : problem('SLACK_BOT_TOKEN is no bot token', 'copy the one that starts with xoxb- from OAuth & Permissions'),
  ];
  return [...findings, ...scopeFindings(answer.scopes, manifest), ...clockFindings(answer)];
}

function tokenProblem(error: string): Finding {
  switch (error) {
    case 'no_answer':
      return problem(
        'Slack does not answer',
        'check that this machine may reach slack.com over HTTPS, and SLACK_API_URL',
      );
    case 'not_json':
      return problem('Something that is not Slack answers for it', 'check SLACK_API_URL and any proxy in between');
    case 'ratelimited':
      return problem('Slack asks to slow down', 'run countersign doctor again in a minute');
    case 'token_revoked':
    case 'account_inactive':
      return problem(
        'The bot token no longer works',
        'install the app again and copy its new token to SLACK_BOT_TOKEN',
      );
    default:
      return problem(
        `Slack does not accept SLACK_BOT_TOKEN (${error})`,
        'copy the token that starts with xoxb- from OAuth & Permissions of your app',
      );
  }
}

function scopeFindings(scopes: readonly string[] | null, manifest: ManifestScopes): readonly Finding[] {
  if (scopes === null) return [note('Slack did not say which scopes the token has')];
  const lacking = manifest.bot.filter((scope) => !scopes.includes(scope));
  const extra = scopes.filter((scope) => scope !== '' && ![...manifest.bot, ...manifest.optional].includes(scope));
  const findings: Finding[] = [
    lacking.length === 0
      ? ok(`The app has every scope it needs: ${manifest.bot.join(', ')}`)
      : problem(
          `The app lacks ${lacking.join(', ')}`,
          'paste manifest.json into App Manifest of your app again, then install it again',
        ),
  ];
  if (extra.length > 0) {
    findings.push(
      note(
        `The app has scopes that Countersign never uses: ${extra.join(', ')}`,
        'take them away under OAuth & Permissions',
      ),
    );
  }
  return [...findings, lostPosts(scopes, manifest.optional), takenAccounts(scopes)];
}

/** Whether a changed e-mail address is noticed. */
function takenAccounts(scopes: readonly string[]): Finding {
  if (scopes.includes(emailScope))
    return ok('An account whose e-mail address changes is noticed, and decides nothing until its person is confirmed');
  return note(
    'It is not noticed when the e-mail address of an account changes, as when somebody takes it over',
    `to have it noticed, grant ${emailScope}`,
  );
}

/** Which of the two ways a post whose answer was lost is settled here. */
function lostPosts(scopes: readonly string[], optional: readonly string[]): Finding {
  const needed = optional.filter((scope) => scope !== groupScope && scope !== emailScope);
  const lacking = needed.filter((scope) => !scopes.includes(scope));
  if (lacking.length === 0)
    return ok('A post whose answer was lost is looked up in the channel before it is sent again');
  const missing = lacking.length === needed.length ? 'none of them' : `not ${lacking.join(', ')}`;
  return note(
    `A post whose answer was lost is settled by people, on a card that asks "It is there" or "Post again": of the optional scopes the app has ${missing}`,
    `to have it looked up instead, grant ${lacking.join(', ')}`,
  );
}

function clockFindings({ serverMs, ourMs }: SlackAnswer): readonly Finding[] {
  if (serverMs === null) return [note("Slack's clock could not be read")];
  // Its Date header counts whole seconds.
  const aheadMs = ourMs - (serverMs + 500);
  if (Math.abs(aheadMs) <= skewLimitMs) return [ok("Our clock agrees with Slack's")];
  const side = aheadMs > 0 ? 'ahead of' : 'behind';
  return [
    problem(
      `Our clock is ${Math.round(Math.abs(aheadMs) / 1000)} s ${side} Slack's`,
      'synchronise this machine with NTP: signed requests dated over 5 min back or 1 min ahead are refused',
    ),
  ];
}
