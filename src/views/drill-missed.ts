import type { Instant } from '#domain/instant.ts';
import { context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, dateToken, join, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { mentioning, type Person } from './people.ts';
import { counted, duration } from './wording.ts';

/** What became of a drill's reports at one hook. */
export interface DrilledWay {
  /** The connection, as `evidently`. */
  readonly connection: string;
  readonly became:
    | { readonly is: 'not_sent' | 'not_taken' | 'not_read' | 'read' }
    | { readonly is: 'refused'; readonly because: string };
}

/** A drill of which not every alert was posted in time, or that was not heard through every hook. */
export interface MissedDrill {
  /** As its registry calls it. */
  readonly model: string;
  readonly rules: readonly { readonly rule: string; readonly posted: boolean }[];
  readonly ways: readonly DrilledWay[];
  /** Who owns the model; null where the catalogue names nobody. */
  readonly owner: Person | null;
  readonly startedAt: Instant;
  /** Who asked for it; null for a playbook. */
  readonly startedBy: string | null;
  readonly patienceMs: number;
}

/** Tells whoever would hear of drift that they might not have. */
export function drillMissed(drill: MissedDrill): Message {
  const { model, rules, ways, owner, startedAt, startedBy, patienceMs } = drill;
  const missed = rules.filter(({ posted }) => !posted);
  const posted = rules.filter((one) => one.posted);
  const name = label(model, 60);
  const whom = owner === null ? md`` : md`${mentioning()(owner)}: `;
  const lines: readonly Mrkdwn[] = [
    md`▶ ${whom}a real drift of it might reach nobody either.`,
    ...(missed.length === 0 ? [] : [md`✗ Not posted within ${duration(patienceMs)}: ${ruleNames(missed)}`]),
    ...(posted.length === 0 ? [] : [md`✓ Posted: ${ruleNames(posted)}`]),
    ...ways.slice(0, 5).map(wayLine),
    md`Mend that, then send another: ${code(`/mlops drift test ${name}`)}`,
  ];
  const by = startedBy === null ? md`by its playbook` : md`by ${label(startedBy, 40)}`;
  return message(
    [
      header(`Drill missed: ${name}, ${whatFailed(missed.length, rules.length)}`),
      ...sections(lines, 900),
      context(md`Drill sent ${by}, ${dateToken(startedAt)} · ${code(`/mlops drift ${name}`)}`),
    ],
    owner === null ? [] : [owner],
  );
}

function whatFailed(missed: number, of: number): string {
  return missed === 0 ? 'not heard through each of its monitors' : `${missed} of ${counted(of, 'alert')} not posted`;
}

function ruleNames(rules: MissedDrill['rules']): Mrkdwn {
  const shown = rules.slice(0, 8).map(({ rule }) => code(label(rule, 60)));
  return rules.length > shown.length
    ? md`${join(shown, ', ')} and ${rules.length - shown.length} more`
    : join(shown, ', ');
}

function wayLine({ connection, became }: DrilledWay): Mrkdwn {
  const name = bold(label(connection, 40));
  switch (became.is) {
    case 'not_sent':
      return md`✗ ${name} could not be asked what it watches, so nothing was sent through it.`;
    case 'not_taken':
      return md`✗ ${name} did not believe its reports: check the secret or the account of its sender. ${code(`countersign hooks tail ${label(connection, 40)}`)} shows what comes in.`;
    case 'not_read':
      return md`✗ ${name} took its reports and nobody has read them: check that a worker runs.`;
    case 'refused':
      return md`✗ ${name} took its reports and could not use them: ${sentence(became.because, 300)}`;
    case 'read':
      return md`✓ ${name} took its reports, and they were read.`;
  }
}
