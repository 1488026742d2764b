import type { Instant } from '#domain/instant.ts';
import { label } from './clean.ts';
import { changeText } from './cost-wording.ts';
import { code, dateToken, join, link, type Mrkdwn, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import type { ModelStatus, StatusCostDays, TrainingGlance } from './status-state.ts';
import { between, costText, counted, dayText } from './wording.ts';

const mostAliases = 4;

/** `production v5 (41 d) · challenger v6`. */
export function holdsText({ holds }: Pick<ModelStatus, 'holds'>, now: Instant): Mrkdwn {
  if (holds.length === 0) return md`No version holds an alias`;
  const shown = holds.slice(0, mostAliases).map(({ alias, version, since }) => {
    const age = since === null ? '' : ` (${between(since, now)})`;
    return md`${code(label(alias, 40))} ${versionName(version)}${age}`;
  });
  const rest = holds.length - mostAliases;
  return join([...shown, ...(rest > 0 ? [md`${counted(rest, 'more alias', 'more aliases')}`] : [])], ' · ');
}

/** `2 drift alerts, 1 undecided, since 6 h`; null where there is none. */
export function driftText({ drift }: Pick<ModelStatus, 'drift'>, now: Instant): string | null {
  if (drift === null) return null;
  const since = drift.since === null ? '' : `, for ${between(drift.since, now)}`;
  const undecided = drift.undecided === 0 ? '' : `, ${drift.undecided} undecided`;
  return `${counted(drift.open, 'drift alert')}${undecided}${since}`;
}

/** `monitor silent for 9 d`; null where every monitor reports. */
export function silenceText({ silent }: Pick<ModelStatus, 'silent'>, now: Instant): string | null {
  const [first, ...others] = silent;
  if (first === undefined) return null;
  const name = label(first.connection, 40);
  const how = first.lastReportAt === null ? 'has never reported' : `silent for ${between(first.lastReportAt, now)}`;
  return `${name} ${how}${others.length === 0 ? '' : ` and ${counted(others.length, 'more monitor')} silent`}`;
}

const ends = {
  live: 'running',
  succeeded: '✓',
  failed: '✗ failed',
  cancelled: 'cancelled',
  other: 'not seen to its end',
} as const;

/** `under way: T-4, step train, 14 min` and `last 12 Nov ✓`; nothing where there was none. */
export function trainingTexts({ training }: Pick<ModelStatus, 'training'>, now: Instant): Mrkdwn[] {
  const { running, last } = training;
  return [
    ...(running === null ? [] : [md`under way: ${runningText(running, now)}`]),
    ...(last === null ? [] : [md`last ${lastText(last)}`]),
  ];
}

function runningText({ run, step, at, url }: TrainingGlance, now: Instant): Mrkdwn {
  const name = url === null ? md`${run}` : link(url, run);
  return md`${name}${step === null ? '' : `, step ${label(step, 40)}`}${at === null ? '' : `, ${between(at, now)}`}`;
}

function lastText({ run, state, at, made, url }: TrainingGlance): Mrkdwn {
  const when = at === null ? (url === null ? md`${run}` : link(url, run)) : dateToken(at, 'date');
  return md`${when} ${ends[state]}${made === null ? '' : `, made ${versionName(made)}`}`;
}

/** `€590 a week, up 86%`, one for each currency; nothing where no bill tells. */
export function costTexts({ costs }: Pick<ModelStatus, 'costs'>): string[] {
  return costs.slice(0, 3).map(({ amount, currency, before }) => {
    const change = before === null ? '' : `, ${changeText(before, currency)}`;
    return `${costText({ amount, currency })} a week${change}`;
  });
}

/** `level 0 of 1`, against its target; null where it is not known. */
export function levelText({ level }: Pick<ModelStatus, 'level'>): string | null {
  return level === null ? null : `level ${level.level} of ${level.target}`;
}

/** Of which days the costs are. */
export function costDaysText({ first, last, through }: StatusCostDays): string {
  return `Cost: ${dayText(first)} to ${dayText(last)}, the last settled week; data through ${dayText(through)}`;
}
