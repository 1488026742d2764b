import type { Button, KnownBlock } from '@slack/types';
import { actions, button, context, header, quotation, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, join, link, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { versionName } from './request-facts.ts';
import { amountText } from './retraining.ts';
import { runResult } from './run-result.ts';
import { failureText, isUnderWay, type ShownRun } from './run-state.ts';
import { stepsLine } from './run-steps.ts';
import { between } from './wording.ts';

/** The one message of a run: its steps while it is under way, and at its end what came of it. */
export function runCard(run: ShownRun, native = true): Message {
  const blocks: KnownBlock[] = [
    header(heading(run)),
    ...sections([...outcomeLines(run), ...stepsLine(run.steps), ...warnings(run)], 1200),
    ...(run.result === null ? [] : runResult(run.result, native)),
    ...sections([factsLine(run)], 500),
    ...(run.reason === null || oneLine(run.reason) === '' ? [] : [quotation(run.reason, 400)]),
    smallPrint(run),
    ...buttonRow(run),
  ];
  return message(blocks);
}

function heading(run: ShownRun): string {
  const model = label(run.model, 60);
  switch (run.state) {
    case 'starting':
    case 'queued':
    case 'running':
    case 'paused':
    case 'cancelling':
      return `Retraining ${model}`;
    case 'succeeded':
      return ['Retrained:', model, ...made(run).map(versionName)].join(' ');
    case 'failed':
      return `Failed: retraining ${model}`;
    case 'cancelled':
      return `Cancelled: retraining ${model}`;
    case 'gone':
      return `Lost: the run that retrained ${model}`;
    case 'not_started':
      return `Not started: retraining ${model}`;
  }
}

function outcomeLines(run: ShownRun): Mrkdwn[] {
  const engine = label(run.engine, 40);
  const ending = md`… Being cancelled${by(run)}; ${engine} ends its steps`;
  if (isUnderWay(run) && run.cancelledBy !== null) return [ending];
  const anew = md`${code(`/mlops retrain ${run.model}`)} asks for another run.`;
  switch (run.state) {
    case 'starting':
    case 'queued':
      return [md`… Waiting for its turn in ${engine}${since(run)}`];
    case 'running':
      return [md`▶ Running${since(run)}`];
    case 'paused':
      return [md`… Paused in ${engine}, by somebody there`];
    case 'cancelling':
      return [ending];
    case 'succeeded':
      return succeeded(run);
    case 'failed':
      return [md`✗ ${failureText(run)}`, md`It ended${length(run)}, and nothing of it is used. ${anew}`];
    case 'cancelled':
      return [md`✗ Cancelled${by(run)}${length(run)}. Nothing of it is used. ${anew}`];
    case 'gone':
      return [
        md`✗ ${engine} has no such run any more: it was deleted there before its end was seen. What it may have registered is in ${label(run.registry, 40)}.`,
        anew,
      ];
    case 'not_started':
      return [md`✗ ${engine} did not start it. ${anew}`];
  }
}

function succeeded(run: ShownRun): Mrkdwn[] {
  const { result, promotion } = run;
  if (result === null) return [md`✓ Done${length(run)}. What it made is being read from ${label(run.registry, 40)}.`];
  const registered = result.version === null ? md`` : md` It registered ${versionName(result.version)}.`;
  const next =
    promotion !== null
      ? md`${promotion} asks for its promotion${result.target === null ? md`` : md` to ${code(label(result.target, 40))}`}; its card is decided by people as any other.`
      : result.version === null
        ? md`Nothing can be promoted from here.`
        : md`Nothing changes before a promotion of its own.`;
  return [
    md`✓ Done${length(run)}.${registered} ${next}`,
    ...(result.note === null ? [] : [md`… ${sentence(result.note, 400)}`]),
  ];
}

function warnings({ silentSince, cancelRefused, engine }: ShownRun): Mrkdwn[] {
  return [
    ...(cancelRefused === null ? [] : [md`✗ It was not cancelled: ${sentence(cancelRefused, 300)}`]),
    ...(silentSince === null
      ? []
      : [md`… ${label(engine, 40)} has not answered since ${dateToken(silentSince)}; this may be old`]),
  ];
}

/** `T-3 · asked by ana because of drift · R-12 · cost about €38 (…)`. */
function factsLine(run: ShownRun): Mrkdwn {
  const asked = md`asked by ${label(run.requester, 40)} ${label(run.plan.because, 120)}`;
  return join([bold(run.run), asked, md`request ${run.request}`, md`cost ${costOf(run.plan)}`], ' · ');
}

function costOf({ estimate }: ShownRun['plan']): string {
  return estimate.known ? amountText(estimate) : 'unknown';
}

function smallPrint(run: ShownRun) {
  const open = run.url === null ? [] : [link(run.url, `Open in ${label(run.engine, 40)}`)];
  return context(join([md`${code(run.pipeline)} in ${label(run.engine, 40)}`, ...open], ' · '));
}

function buttonRow(run: ShownRun): KnownBlock[] {
  const carried = { press: run.press };
  const row: Button[] = [];
  const [version] = made(run);
  if (version !== undefined && run.promotion === null) {
    row.push(
      button('Request promotion…', encodeIntent('run-promote', carried), {
        style: 'primary',
        spoken: `Request the promotion of ${label(run.model, 40)} ${versionName(version)}`,
      }),
    );
  }
  if (isUnderWay(run) && run.cancelledBy === null) {
    row.push(
      button('Cancel run…', encodeIntent('run-cancel', carried), {
        spoken: `Cancel ${run.run} of ${label(run.model, 40)}`,
      }),
    );
  }
  if (run.state === 'failed' || run.state === 'cancelled' || run.state === 'gone') {
    const again = encodeIntent('retrain-open', { model: run.modelKey });
    row.push(button('Retrain again…', again, { spoken: `Retrain ${label(run.model, 40)} again` }));
  }
  return row.length === 0 ? [] : [actions(row)];
}

/** The version it made, if it is known to have made one. */
function made({ result }: ShownRun): readonly string[] {
  const version = result?.version ?? null;
  return version === null ? [] : [version];
}

function since({ startedAt }: ShownRun): Mrkdwn {
  return startedAt === null ? md`` : md` since ${dateToken(startedAt)}`;
}

function length({ startedAt, endedAt }: ShownRun): string {
  return startedAt === null || endedAt === null ? '' : ` after ${between(startedAt, endedAt)}`;
}

function by({ cancelledBy, engine }: ShownRun): string {
  return cancelledBy === null ? ` in ${label(engine, 40)}` : ` by ${label(cancelledBy, 40)}`;
}
