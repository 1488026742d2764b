import type { KnownBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { type Owed, type OwedReview, owedLines, owedText } from './afterwards.ts';
import { actions, button, context, header, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type OpenCriterion, openCriteriaBlocks } from './criterion.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, join, link, type Mrkdwn, md } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import { type RequestLine, requestLines, restText } from './request-line.ts';
import { between, counted } from './wording.ts';

const maxModels = 12;

export interface ModelStatus {
  readonly model: string;
  readonly registry: string;
  readonly url: string | null;
  /** Versions that hold an alias, the governed targets first. */
  readonly holds: readonly { readonly alias: string; readonly version: string; readonly since: Instant | null }[];
  readonly latestVersion: string | null;
  readonly waiting: readonly RequestLine[];
  /** Its open drift alerts, and of how many nobody decided; left out where none is. */
  readonly drift?: { readonly open: number; readonly undecided: number };
  /** Aliases that others moved, and nobody answered for yet; left out where there is none. */
  readonly outside?: readonly { readonly number: number; readonly target: string; readonly found: string | null }[];
  /** What rejections demand of its next candidates; left out where they demand nothing. */
  readonly criteria?: readonly OpenCriterion[];
  /** What was promised of it and is looked at still. */
  readonly owes: { readonly owed: readonly Owed[]; readonly reviews: readonly OwedReview[] };
  /** What happened last, newest first, as sentences without full stops. */
  readonly recent: readonly { readonly at: Instant; readonly what: string }[];
}

export interface StatusList {
  readonly models: readonly ModelStatus[];
  readonly offset: number;
  readonly total: number;
  /** What was asked for, if not everything. */
  readonly only: string | null;
  readonly now: Instant;
}

/** The answer to `/mlops status`: a few lines a model. */
export function statusList(state: StatusList): Message {
  const { models, offset, total, only, now } = state;
  if (total === 0) {
    return message(
      sections([
        only === null
          ? md`No registry has a model yet. Register one, or see ${code('countersign doctor')} for what is connected.`
          : md`No model is called “${label(only, 80)}”. ${code('/mlops status')} lists them all.`,
      ]),
    );
  }
  const shown = models.slice(0, maxModels);
  const next = offset + shown.length;
  const payload = { list: 'status', offset: next, only: only === null ? null : label(only, 100) } as const;
  const blocks: KnownBlock[] = [
    header(only === null ? counted(total, 'model') : `${counted(total, 'model')} like “${label(only, 60)}”`),
    ...sections(
      shown.map((model) => summary(model, now)),
      500,
      maxModels,
    ),
    ...(next < total
      ? [
          context(md`${total - next} more`),
          actions([button('Show more', encodeIntent('show-more', payload), { spoken: 'Show more models' })]),
        ]
      : []),
  ];
  return message(blocks);
}

/** The answer to `/mlops status` about one model. */
export function modelStatus(state: ModelStatus & { readonly now: Instant }): Message {
  const { model, now, url, registry } = state;
  const waiting = requestLines(state.waiting, 5, now);
  const owes = owedLines(state.owes, 5);
  const drift = driftText(state);
  const recent = state.recent.slice(0, 5).map(({ at, what }) => md`${label(what, 200)} (${dateToken(at)})`);
  const blocks: KnownBlock[] = [
    header(label(model, 100)),
    ...sections([holdsText(state, now), ...newest(state)], 500),
    ...(waiting.blocks.length === 0 ? sections([md`No requests are waiting.`]) : waiting.blocks),
    ...restText(waiting.rest, '').map((rest) => context(rest)),
    ...sections((state.outside ?? []).slice(0, 5).map(outsideText)),
    ...(drift === null ? [] : sections([md`${bold('Drift')}: ${drift}. ${code(`/mlops drift ${label(model, 60)}`)}`])),
    ...openCriteriaBlocks(state.criteria ?? []),
    ...(owes.length === 0 ? [] : sections([md`${bold('Owes')}`, ...owes], 500)),
    ...(recent.length === 0 ? [] : sections([md`${bold('Lately')}`, ...recent])),
    context(url === null ? md`Read from ${label(registry, 40)}` : link(url, `Open in ${label(registry, 40)}`)),
  ];
  return message(blocks);
}

function summary(state: ModelStatus, now: Instant): Mrkdwn {
  const oldest = state.waiting[0];
  const waiting =
    oldest === undefined
      ? md`nothing is waiting`
      : md`waiting: ${versionName(oldest.version)} → ${code(oldest.target)}, ${label(oldest.standing, 100)}${state.waiting.length > 1 ? ` and ${state.waiting.length - 1} more` : ''}`;
  const owes = owedText(state.owes);
  const drift = driftText(state);
  return md`${bold(label(state.model, 60))}  ${holdsText(state, now)}\n› ${waiting}${drift === null ? '' : ` · ${drift}`}${criteriaText(state)}${owes === null ? '' : ` · ${owes}`}`;
}

/** ` · 1 criterion open`; empty where nothing is demanded. */
function criteriaText({ criteria = [] }: ModelStatus): string {
  return criteria.length === 0 ? '' : ` · ${counted(criteria.length, 'criterion', 'criteria')} open`;
}

function outsideText({ number, target, found }: NonNullable<ModelStatus['outside']>[number]): Mrkdwn {
  const now = found === null ? 'nothing' : `v${found}`;
  return md`✗ O-${number}: others moved ${code(label(target, 40))} to ${now}, and nobody said why`;
}

/** `2 drift alerts, 1 undecided`; null where there is none. */
function driftText({ drift }: ModelStatus): string | null {
  if (drift === undefined) return null;
  return `${counted(drift.open, 'drift alert')}${drift.undecided === 0 ? '' : `, ${drift.undecided} undecided`}`;
}

/** `production v5 (41 d) · challenger v6`. */
function holdsText({ holds }: ModelStatus, now: Instant): Mrkdwn {
  if (holds.length === 0) return md`No version holds an alias`;
  const shown = holds.slice(0, 4).map(({ alias, version, since }) => {
    const age = since === null ? '' : ` (${between(since, now)})`;
    return md`${code(label(alias, 40))} ${versionName(version)}${age}`;
  });
  return join([...shown, ...(holds.length > 4 ? [md`${holds.length - 4} more aliases`] : [])], ' · ');
}

function newest({ latestVersion, holds }: ModelStatus): Mrkdwn[] {
  if (latestVersion === null || holds.some(({ version }) => version === latestVersion)) return [];
  return [md`Newest version: ${versionName(latestVersion)}, not promoted`];
}
