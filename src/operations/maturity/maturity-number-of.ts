import { capabilityName } from '#domain/capability-name.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { capabilities } from '#domain/maturity.ts';
import { Refusal } from '#errors.ts';
import { rubricVersion } from '#maturity/rubric.ts';
import { signals } from '#maturity/signals/index.ts';
import { byHandDays } from '#maturity/test-score.ts';
import type { MaturityNumber, ShownSignal } from '#views/maturity-state.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { maturityOf } from './ask-maturity.ts';
import { inWords } from './in-words.ts';
import type { ScopeMaturity } from './maturity-of.ts';
import { subjectOf } from './present-maturity.ts';
import { scopeOfKey } from './scope-named.ts';
import { shownConditions, shownLevel } from './shown-levels.ts';

/**
 * What is behind a number of a maturity page: `fit`, `levels`, `score`, a signal's id, or `needs:` and a capability.
 * Throws a Refusal where there is no such number or its scope is gone.
 */
export async function maturityNumberOf(setting: Setting, key: string, number: string): Promise<MaturityNumber> {
  const scope = await scopeOfKey(setting, key);
  const maturity = await maturityOf(setting, scope);
  const subject = subjectOf(scope, maturity) || 'all models';
  if (number === 'fit') return { of: 'fit', subject, ...fitBehind(maturity) };
  if (number === 'levels') {
    const models = maturity.models.map((one) => ({
      model: one.model.id,
      level: shownLevel(one, maturity),
      conditions: shownConditions(one),
    }));
    return { of: 'levels', subject, models };
  }
  if (number === 'score')
    return { of: 'score', subject, rubric: rubricVersion, models: await scoresBehind(setting, maturity) };
  const capability = capabilities.find((one) => number === `needs:${one}`);
  if (capability !== undefined) {
    const ids = new Set(signals.filter((signal) => signal.capabilities.includes(capability)).map(({ id }) => id));
    const [only, other] = maturity.models;
    const state = other === undefined ? only?.states.find((one) => one.capability === capability) : undefined;
    const title = capabilityName(capability);
    return {
      of: 'signals',
      subject,
      title,
      because: state === undefined ? null : inWords(state.because),
      signals: shownSignals(maturity, ids),
    };
  }
  const signal = signals.find(({ id }) => id === number);
  if (signal === undefined) {
    throw new Refusal('no_such_number', 'This number is not shown any more. Ask again with /mlops maturity.');
  }
  const read = shownSignals(maturity, new Set([signal.id]));
  return { of: 'signals', subject, title: signal.title, because: null, signals: read };
}

function fitBehind({ fit, matrixVersion }: ScopeMaturity) {
  const { fit: share, atLeast, coverage, provisional, gaps } = fit;
  return {
    fit: { fit: share, atLeast, coverage, provisional, before: null },
    needs: gaps.map(({ capability, need, gap, unknown }) => ({ capability, need, gap, unknown })),
    matrix: matrixVersion,
  };
}

async function scoresBehind(setting: Setting, { models }: ScopeMaturity) {
  const names = await readNames(setting, setting.db);
  return models.map(({ model, testScore: { score, meaning, sums, tests } }) => ({
    model: model.id,
    score,
    meaning,
    sums,
    tests: tests
      .filter(({ points, said }) => points > 0 || said.length > 0)
      .map(({ test, points, because, said }) => ({
        test: test.id,
        title: test.title,
        points,
        because,
        said: said.map(({ person, green, at, url }) => ({
          by: names.of(person ?? ''),
          passed: green,
          until: instantAt(epochMs(at) + byHandDays * 86_400_000),
          where: url ?? '',
        })),
      })),
    of: tests.length,
  }));
}

/** Signals of the whole scope with how each is reckoned; the readings of one model are its own. */
function shownSignals({ signals: readings }: ScopeMaturity, ids: ReadonlySet<string>): readonly ShownSignal[] {
  return signals
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id, title, formula, unit, window, minimum, sources, bars }) => {
      const reading = readings.find((one) => one.signal === id);
      return reading === undefined ? [] : [{ id, title, formula, unit, window, minimum, sources, bars, reading }];
    });
}
