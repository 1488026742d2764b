import type { Instant } from '#domain/instant.ts';
import { label } from './clean.ts';
import { code, dateToken, join, type Mrkdwn, md } from './mrkdwn.ts';
import { type RequestFacts, versionName } from './request-facts.ts';

/** How far the traffic of an endpoint has moved to a version. */
export interface Rollout {
  readonly endpoint: string;
  readonly at: 'deploying' | 'moving' | 'holding' | 'finishing' | 'going_back' | 'removing';
  /** In whole percents, as the playbook wrote them; `taken` counts those that have their traffic. */
  readonly steps: readonly number[];
  readonly taken: number;
  /** Since when the last step has its traffic, and when the next follows by the clock. */
  readonly since: Instant | null;
  readonly nextAt: Instant | null;
  /** Why the next step waits, as a sentence. */
  readonly waitsFor: string | null;
  /** What another system did, as a sentence, and when it is tried again. */
  readonly trouble: { readonly because: string; readonly nextTryAt: Instant } | null;
  /** Why it goes back, as a sentence. */
  readonly stopped: string | null;
}

/** Whether somebody can still stop it. */
export function isStoppable({ at, stopped }: Rollout): boolean {
  return stopped === null && (at === 'deploying' || at === 'moving' || at === 'holding');
}

/** Where the traffic stands, what follows, and what is in the way. */
export function rolloutLines(rollout: Rollout, { version }: Pick<RequestFacts, 'version'>): Mrkdwn[] {
  const { stopped, trouble } = rollout;
  return [
    ...(stopped === null ? [] : [md`✗ ${label(stopped, 300)}`]),
    standing(rollout, versionName(version)),
    ...(rollout.steps.length < 2 ? [] : [stepsLine(rollout)]),
    ...(trouble === null
      ? []
      : [md`✗ ${label(trouble.because, 300)} Next try at ${dateToken(trouble.nextTryAt, 'time')}.`]),
  ];
}

function standing(rollout: Rollout, name: string): Mrkdwn {
  const endpoint = code(label(rollout.endpoint, 60));
  const next = rollout.steps[rollout.taken] ?? 100;
  if (rollout.stopped !== null && rollout.at !== 'going_back' && rollout.at !== 'removing') {
    return md`… What is under way is waited for, then ${endpoint} goes back to what it was.`;
  }
  switch (rollout.at) {
    case 'deploying':
      return md`… Deploying ${name} to ${endpoint}, without traffic yet. This can take some minutes.`;
    case 'moving':
      return md`… Giving ${name} ${next}% of the traffic of ${endpoint}.`;
    case 'holding':
      return md`✓ ${name} has ${rollout.steps[rollout.taken - 1] ?? 0}% of the traffic of ${endpoint}${since(rollout)}. ${following(rollout, next)}`;
    case 'finishing':
      return md`✓ ${name} has all the traffic of ${endpoint}${since(rollout)}. The alias follows.`;
    case 'going_back':
      return md`… The traffic of ${endpoint} goes back to what it was. The outcome appears here.`;
    case 'removing':
      return md`… ${name} has no traffic and is taken away from ${endpoint}. The outcome appears here.`;
  }
}

function since({ since: at }: Rollout): Mrkdwn {
  return at === null ? md`` : md` since ${dateToken(at)}`;
}

function following({ waitsFor, nextAt }: Rollout, next: number): Mrkdwn {
  if (waitsFor !== null) return md`${next}% waits: ${label(waitsFor, 300)}`;
  return nextAt === null ? md`${next}% follows.` : md`${next}% follows ${dateToken(nextAt)} unless something stops it.`;
}

function stepsLine({ steps, taken }: Rollout): Mrkdwn {
  return md`Steps: ${join(
    steps.slice(0, 10).map((percent, i) => md`${i < taken ? '✓' : i === taken ? '…' : '–'} ${percent}%`),
    ' · ',
  )}`;
}
