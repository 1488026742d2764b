import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { ConfigError } from '#errors.ts';
import { recordedDecisions } from '#operations/explain/recorded-decisions.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { durationMs } from '#playbook/duration.ts';
import { type RecordedDecision, type Replayed, replayDecision } from '#playbook/replay/replay.ts';
import { counted } from './counted.ts';
import { utcMinute } from './explanation-text.ts';
import type { Verb } from './verb.ts';

/** Decides recorded requests again under a folder of playbooks: 1 if one that was not approved would be, else 0. */
export const replay: Verb = {
  name: 'replay',
  usage: '',
  summary: 'decide recorded requests again: looser, tighter, same; --since 90d, --with <folder>',
  options: ['since', 'with'],
  run: async ({ folder, json, options, withRecord, print }) => {
    const chosen = options['with']?.at(-1) ?? folder;
    const set = await readPlaybooks(chosen);
    const { decisions, since } = await withRecord(async ({ db, workspaceIds, now }) => {
      const from = sinceTyped(options['since']?.at(-1) ?? '90d', now);
      const all: RecordedDecision[] = [];
      for (const id of workspaceIds) all.push(...(await recordedDecisions(db, id, from)));
      return { decisions: all, since: from };
    });
    const outcomes = decisions.map((recorded) => ({ recorded, replayed: replayDecision(set, recorded) }));
    const of = (direction: Replayed['direction']) =>
      outcomes.filter(({ replayed }) => replayed.direction === direction);
    const parts = { looser: of('looser'), tighter: of('tighter'), same: of('same') };
    if (json) {
      const shown = Object.fromEntries(Object.entries(parts).map(([direction, all]) => [direction, all.map(asJson)]));
      print(JSON.stringify({ folder: chosen, since, ...shown }, null, 2));
    } else {
      print(`Replayed under ${chosen}: ${counted(decisions.length, 'decision')} since ${utcMinute(since)}`);
      for (const one of [...parts.looser, ...parts.tighter, ...parts.same])
        for (const line of linesOf(one)) print(line);
      print(summaryOf(parts, outcomes));
    }
    return parts.looser.length > 0 ? 1 : 0;
  },
};

interface Outcome {
  readonly recorded: RecordedDecision;
  readonly replayed: Replayed;
}

function sinceTyped(text: string, now: Instant): Instant {
  const ms = durationMs(text);
  if (ms !== null) return instantAt(epochMs(now) - ms);
  try {
    return instantAt(epochMs(text));
  } catch {
    throw new ConfigError([`--since ${text} is no time: write how long ago, as 90d, or when, as 2026-09-01`]);
  }
}

const marks = { looser: '✗', tighter: '…', same: '✓' } as const;
const words = {
  looser: 'looser: it was not approved and would be',
  tighter: 'tighter: it was approved and would not be',
  same: 'the same',
} as const;

function linesOf({ recorded, replayed: { request, direction, because, reproduced } }: Outcome): readonly string[] {
  const why = because === null ? '.' : `${direction === 'same' ? ', though not in all: ' : '. '}${because}`;
  const lines = [`${marks[direction]} ${request} ${aboutOf(recorded)}: ${words[direction]}${why}`];
  if (reproduced) return lines;
  return [
    ...lines,
    `  ✗ ${request} cannot be reproduced: judged again by what was in force then, it does not come out as recorded.`,
  ];
}

function aboutOf({ facts: { action, subject, target } }: RecordedDecision): string {
  const to = target === null ? '' : ` to ${target}`;
  return `${action} ${subject.model}${subject.version === null ? '' : ` ${subject.version}`}${to}`;
}

function summaryOf(
  { looser, tighter, same }: Readonly<Record<Replayed['direction'], readonly Outcome[]>>,
  all: readonly Outcome[],
): string {
  const lost = all.filter(({ replayed }) => !replayed.reproduced).length;
  const unlike = lost === 0 ? '' : `, ${lost} that cannot be reproduced`;
  return `${looser.length === 0 ? '✓' : '✗'} ${looser.length} looser, ${tighter.length} tighter, ${same.length} the same${unlike}`;
}

function asJson({ recorded, replayed }: Outcome) {
  const { request, because, reproduced, verdict } = replayed;
  return {
    request,
    at: recorded.at,
    was: recorded.verdict.status,
    would_be: verdict?.status ?? 'no_playbook',
    because,
    reproduced,
  };
}
