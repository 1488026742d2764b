import type { KnownBlock, SectionBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { actions, button, context, header, section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, link, type Mrkdwn, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import { failureText, isUnderWay, type ShownRun } from './run-state.ts';
import { between, counted, relative } from './wording.ts';

export interface RunList {
  readonly runs: readonly ShownRun[];
  readonly offset: number;
  readonly total: number;
  /** The model that was asked for, if not all. */
  readonly only: { readonly key: string; readonly name: string } | null;
  readonly now: Instant;
}

/** The answer to `/mlops runs`: what is under way first, then the newest. */
export function runList({ runs, offset, total, only, now }: RunList): Message {
  if (total === 0) {
    const retrain = code(only === null ? '/mlops retrain' : `/mlops retrain ${only.name}`);
    const none = only === null ? md`No model was` : md`${code(only.name)} was not`;
    return message(sections([md`${none} retrained from here yet. ${retrain} shows what a run takes.`]));
  }
  const next = offset + runs.length;
  const payload = { list: 'runs', offset: next, only: only?.key ?? null } as const;
  const blocks: KnownBlock[] = [
    header(only === null ? counted(total, 'run') : `${counted(total, 'run')} of ${label(only.name, 60)}`),
    ...runs.map((run) => runLine(run, now)),
    ...(next < total
      ? [
          context(md`${total - next} more`),
          actions([button('Show more', encodeIntent('show-more', payload), { spoken: 'Show more runs' })]),
        ]
      : []),
  ];
  return message(blocks);
}

function runLine(run: ShownRun, now: Instant): SectionBlock {
  const open = run.url === null ? md`` : md` · ${link(run.url, 'open')}`;
  const asked = md`asked by ${label(run.requester, 40)} ${label(run.plan.because, 120)} · request ${run.request}${open}`;
  const cancel =
    isUnderWay(run) && run.cancelledBy === null
      ? button('Cancel…', encodeIntent('run-cancel', { press: run.press }), { spoken: `Cancel ${run.run}` })
      : undefined;
  return section(md`${bold(`${run.run} ${label(run.model, 60)}`)}: ${standing(run, now)}\n${asked}`, cancel, 600);
}

function standing(run: ShownRun, now: Instant): Mrkdwn {
  const silent = run.silentSince === null ? '' : `, ${label(run.engine, 40)} does not answer`;
  const ended = run.endedAt === null ? '' : ` ${relative(now, run.endedAt)}`;
  switch (run.state) {
    case 'starting':
      return md`being started${silent}`;
    case 'queued':
    case 'running':
    case 'paused':
    case 'cancelling':
      return md`${words[run.state]}${step(run)}${run.startedAt === null ? '' : `, for ${between(run.startedAt, now)}`}${silent}`;
    case 'succeeded':
      return md`done${ended}${made(run)}`;
    case 'failed':
      return md`failed${ended}, ${label(failureText(run), 200)}`;
    case 'cancelled':
      return md`cancelled${ended}`;
    case 'gone':
      return md`deleted in ${label(run.engine, 40)} before its end was seen`;
    case 'not_started':
      return md`was not started`;
  }
}

const words = { queued: 'queued', running: 'running', paused: 'paused', cancelling: 'being cancelled' } as const;

function step({ steps }: ShownRun): string {
  const running = steps.find(({ state }) => state === 'running');
  return running === undefined ? '' : `, step ${label(running.name, 40)}`;
}

function made({ result, promotion }: ShownRun): string {
  const version = result?.version ?? null;
  if (version === null) return '';
  return `, made ${versionName(version)}${promotion === null ? '' : `, ${promotion} asks for its promotion`}`;
}
