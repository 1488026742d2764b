import { type Finding, note, ok, problem } from './finding.ts';
import type { SlackCall } from './slack-call.ts';

/** Socket Mode: whether Slack would give us a socket. The address it gives is not used. */
export async function socketFindings(call: SlackCall): Promise<readonly Finding[]> {
  const { error } = await call('apps.connections.open');
  switch (error) {
    case null:
      return [ok('Slack gives a socket for SLACK_APP_TOKEN')];
    case 'no_answer':
      return [problem('Slack does not answer for SLACK_APP_TOKEN', 'check that this machine may reach slack.com')];
    case 'missing_scope':
      return [
        problem(
          'SLACK_APP_TOKEN lacks connections:write',
          'create an app-level token with it under Basic Information of your app',
        ),
      ];
    case 'not_allowed_token_type':
      return [
        problem('SLACK_APP_TOKEN is no app-level token', 'create one that starts with xapp- under Basic Information'),
      ];
    default:
      return [
        problem(
          `Slack gives no socket for SLACK_APP_TOKEN (${error})`,
          'turn Socket Mode on, and create the app-level token anew under Basic Information of your app',
        ),
      ];
  }
}

/** HTTP: a secret can only be proved by a request that Slack signs. */
export function signingFindings(port: number): readonly Finding[] {
  return [
    note(
      `SLACK_SIGNING_SECRET is set; only a request that Slack signs can prove it`,
      `start Countersign, let https reach port ${port}, and save its address with /slack/events in your app: Slack tries it at once`,
    ),
  ];
}
