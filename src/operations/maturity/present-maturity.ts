import { type Capability, capabilities } from '#domain/maturity.ts';
import type { MaturityPage, ShownGap, ShownNeed } from '#views/maturity-state.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { maturityOf } from './ask-maturity.ts';
import { inWords } from './in-words.ts';
import type { MaturityScope, ScopeMaturity } from './maturity-of.ts';
import { scopeKey } from './scope-named.ts';
import { shownLevel } from './shown-levels.ts';

/** Models and gaps that a page names. */
const mostModels = 20;
const mostGaps = 3;
const mostMissed = 5;

/** How mature a scope is, as its page shows it. Throws a Refusal as `maturityOf` does. */
export async function maturityPageOf(setting: Setting, scope: MaturityScope): Promise<MaturityPage> {
  const maturity = await maturityOf(setting, scope);
  const { models, fit, earlier, waived } = maturity;
  const names = await readNames(setting, setting.db);
  const known = earlier.fits.filter((week) => week.fit !== null);
  // Beside the fit of four weeks ago, or of the first week there is.
  const before = known.at(-4) ?? known[0];
  const lines = models.map((one) => ({
    model: one.model.id,
    level: shownLevel(one, maturity),
    testScore: one.testScore.score,
  }));
  const missing = ({ level }: (typeof lines)[number]) => level.target - (level.settled ?? level.now?.atLeast ?? 0);
  return {
    kind: scope.kind,
    subject: subjectOf(scope, maturity),
    scope: scopeKey(scope),
    fit: {
      fit: fit.fit,
      atLeast: fit.atLeast,
      coverage: fit.coverage,
      provisional: fit.provisional,
      before: before === undefined || before.fit === null ? null : { fit: before.fit, week: before.week },
    },
    models: lines.toSorted((a, b) => missing(b) - missing(a)).slice(0, mostModels),
    modelCount: models.length,
    changes: earlier.changes.map(({ decidedBy, ...change }) => ({ ...change, decidedBy: decidedBy?.title ?? null })),
    needs: capabilities.flatMap((capability) => needOf(capability, maturity) ?? []),
    delivery: maturity.delivery,
    gaps: fit.gaps
      .filter(({ gap }) => gap > 0)
      .slice(0, mostGaps)
      .map(({ capability, models: lacking }) => gapOf(capability, lacking, maturity)),
    next: maturity.next,
    waivers: waived.map(({ model, capability, reason, approver, expiresAt }) => ({
      model,
      capability,
      reason,
      approver: names.of(approver),
      expiresAt,
    })),
    siblings: maturity.siblings(),
    unlisted: maturity.unlisted,
    matrix: maturity.matrixVersion,
  };
}

/** Whom a page is about, as people write it. */
export function subjectOf(scope: MaturityScope, { models }: ScopeMaturity): string {
  if (scope.kind === 'all') return '';
  return scope.kind === 'team' ? scope.team : (models[0]?.model.id ?? scope.model.name);
}

function needOf(capability: Capability, { models }: ScopeMaturity): ShownNeed | null {
  const states = models.flatMap((one) => one.states.filter((state) => state.capability === capability));
  if (states.length === 0) return null;
  const counts = { absent: 0, declared: 0, evidenced: 0, verified: 0, unknown: 0 };
  for (const { rung } of states) counts[rung ?? 'unknown'] += 1;
  return {
    capability,
    models: counts,
    because: models.length === 1 ? inWords(states[0]?.because ?? '') : null,
    expired: states.some(({ expired }) => expired),
    disagreement: states.some(({ disagreement }) => disagreement),
  };
}

/** Why the first of the models lacks it, and the records of it that fall short. */
function gapOf(capability: Capability, lacking: readonly string[], { models }: ScopeMaturity): ShownGap {
  const of = new Set(lacking);
  const states = models
    .filter(({ model }) => of.has(model.id))
    .flatMap((one) => one.states.filter((state) => state.capability === capability));
  const missed = states.flatMap(({ readings }) =>
    readings.flatMap((reading) =>
      reading.state === 'known' && reading.grade !== 'verified' && reading.grade !== 'trend' ? reading.missed : [],
    ),
  );
  return {
    capability,
    models: lacking,
    because: inWords(states[0]?.because ?? ''),
    missed: [...new Set(missed)].filter((id) => !of.has(id)).slice(0, mostMissed),
  };
}
