import type { KnownBlock } from '@slack/types';
import { capabilityName } from '#domain/capability-name.ts';
import { section, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Modal, modal } from './frames.ts';
import type { MaturityNumber, ShownCondition, ShownSignal } from './maturity-state.ts';
import { barText, levelSentence, plain, readingText, shareText, sourceText } from './maturity-words.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { scoreBlocks } from './test-scores.ts';
import { counted, listed } from './wording.ts';

const mostModels = 8;
const mostMissed = 12;

/** What is behind a number of a maturity page: formula, window, least sample, source, and the records that fell short. */
export function maturityNumber(state: MaturityNumber): Modal {
  switch (state.of) {
    case 'signals':
      return shown(state.title, [
        section(md`${bold(label(state.title, 100))} · ${label(state.subject, 80)}`),
        ...(state.because === null ? [] : [section(md`${label(state.because, 400)}`)]),
        ...state.signals.flatMap((signal) => sections(signalLines(signal), 900)),
        ...(state.signals.length === 0 ? [section(md`Nothing measures it yet: people say whether it is there.`)] : []),
      ]);
    case 'fit':
      return shown('Fit', fitBlocks(state));
    case 'levels':
      return shown('Levels', [
        ...sections([
          md`${bold('Levels 0, 1 and 2')} · ${label(state.subject, 80)}`,
          md`The marks are those of Google’s page on MLOps levels; the least shares are starting values of ours. A level is shown to have changed once two weeks in a row say so. What is not known never counts as a fail, and there is no level 3.`,
        ]),
        ...limited(state.models, ({ model, level, conditions }) =>
          sections([md`${bold(label(model, 80))}. ${levelSentence(level)}`, ...conditions.map(conditionLine)], 500),
        ),
      ]);
    case 'score':
      return shown('ML Test Score', [
        ...sections([
          md`${bold('ML Test Score')} (${state.rubric}) · ${label(state.subject, 80)}`,
          md`One point for a test that runs by itself, half a point for one that was done by hand and written down. The score is the least of the four sums, so that no section makes up for another.`,
        ]),
        ...limited(state.models, scoreBlocks),
      ]);
  }
}

function shown(title: string, blocks: readonly KnownBlock[]): Modal {
  return modal({ title, close: 'Close' }, blocks.slice(0, 90));
}

function limited<T>(list: readonly T[], blocksOf: (one: T) => readonly KnownBlock[]): readonly KnownBlock[] {
  const rest = list.length - mostModels;
  return [
    ...list.slice(0, mostModels).flatMap(blocksOf),
    ...(rest > 0 ? [section(md`and ${rest} more; ask for a team or a model`)] : []),
  ];
}

function signalLines({
  id,
  title,
  formula,
  unit,
  window,
  minimum,
  sources,
  bars,
  reading,
}: ShownSignal): readonly Mrkdwn[] {
  const goal =
    bars === null
      ? 'Shown as a trend; it has no bar.'
      : `Evidenced: ${barText(bars.evidenced, unit)}. Verified: ${barText(bars.verified, unit)}.`;
  const known = reading.state === 'known' ? reading : null;
  const graded =
    known === null || known.grade === 'trend'
      ? ''
      : ` That is ${known.grade === 'below' ? 'below both bars' : known.grade}.`;
  const proof = known === null || known.proof === null ? '' : ` ${proofTexts[known.proof]}`;
  return [
    md`${bold(`${id} ${title}`)}: ${label(readingText(reading, unit), 400)}${graded}${proof}`,
    md`Formula: ${label(formula, 400)}`,
    md`Window: ${window}. At least ${counted(minimum, 'record')}. Source: ${listed([...new Set(sources.map(sourceText))], 5)}. ${goal}`,
    ...(known === null || known.missed.length === 0 ? [] : [md`Falls short: ${records(known.missed)}`]),
  ];
}

const proofTexts = {
  proven: 'It was seen to catch something.',
  untried: 'It has had nothing to catch yet; a drill would show whether it does.',
  unproven: 'It caught nothing although it should have.',
} as const;

function records(missed: readonly string[]): string {
  return listed(
    missed.map((one) => label(one, 60)),
    mostMissed,
  );
}

function fitBlocks({ fit, needs, matrix, subject }: Extract<MaturityNumber, { of: 'fit' }>): readonly KnownBlock[] {
  return [
    ...sections(
      [
        md`${bold('Fit')} · ${label(subject, 80)}: ${shareText(fit.fit)} of what is known; at least ${shareText(fit.atLeast)} with everything unknown taken for absent.`,
        md`Formula: 1 − the sum of weight × (1 − value) over needed capabilities / the sum of weight. A tier-1 model weighs 3, a production model 2, a pilot 1. Verified is worth 1, evidenced 0.6, declared 0.25, absent 0.`,
        md`Coverage ${shareText(fit.coverage)}: needed signals with a connection / needed signals. Below 60 % fit is provisional. Needs come from matrix ${label(matrix, 60)}.`,
      ],
      700,
    ),
    ...sections(
      needs.map(
        ({ capability, need, gap, unknown }) =>
          md`${bold(capabilityName(capability))}: weight ${plain(need)}, missing ${plain(gap)}${unknown > 0 ? `, not known ${plain(unknown)}` : ''}`,
      ),
      200,
    ),
  ];
}

function conditionLine({ id, title, value, of, because, level1, level2, missed }: ShownCondition): Mrkdwn {
  const asks = `level 1 ${level1 === null ? 'asks nothing' : `from ${shareText(level1)}`}, level 2 from ${shareText(level2)}`;
  const said = value === null ? 'not known' : `${shareText(value)} of ${counted(of, 'record')}`;
  const short = missed.length === 0 ? '' : ` Falls short: ${records(missed.slice(0, 3))}.`;
  return md`${id}) ${title}: ${said} (${asks}).${because === null ? '' : ` ${label(because, 200)}`}${short}`;
}
