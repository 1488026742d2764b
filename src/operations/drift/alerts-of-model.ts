import { canonicalJson } from '#domain/canonical-json.ts';
import type { Instant } from '#domain/instant.ts';
import { driftConditions } from '#playbook/alerts/drift-conditions.ts';
import { catalogueId, findCatalogueModel } from '#playbook/catalogue.ts';
import { policyFor } from '#playbook/effective-policy.ts';
import type { Facts } from '#playbook/facts.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { CatalogueModel, PlaybookSet } from '#playbook/playbook.ts';
import { governing, modelActions, targetsOf } from '#playbook/render/governing.ts';
import { prospectiveFacts } from '#playbook/render/settled-facts.ts';

/** An alert that a playbook sets on a model. */
export interface SetAlert {
  /** The playbook's path, and its name for people. */
  readonly playbook: string;
  readonly playbookName: string;
  readonly rule: AlertRule;
}

/** A model as alerts know it. */
export interface AlertedModel {
  readonly registry: string;
  readonly modelName: string;
  /** The catalogue id. */
  readonly model: string;
  readonly entry: CatalogueModel | null;
  readonly alerts: readonly SetAlert[];
}

/**
 * The alerts that playbooks set on a model, in order of path: of each playbook that may govern something that is asked of
 * it. What several of them say alike, as what they inherit, is one alert of the first.
 */
export function alertedModel(
  set: PlaybookSet,
  { registry, modelName, held, at }: { registry: string; modelName: string; held: readonly string[]; at: Instant },
): AlertedModel {
  const model = catalogueId(set.models, registry, modelName);
  const entry = findCatalogueModel(set.models, registry, modelName);
  const playbooks = modelActions.flatMap((action) =>
    targetsOf(set, action, held).flatMap((target) =>
      governing(set, { action, registry, model, target, entry, held: null, at }).map(({ playbook }) => playbook),
    ),
  );
  const unique = [...new Set(playbooks)].sort((a, b) => (a.path < b.path ? -1 : 1));
  const alerts = unique.flatMap((playbook) =>
    policyFor(set, playbook, entry)
      .alerts.filter(({ when }) => driftConditions(when).length > 0)
      .map((rule) => ({ playbook: playbook.path, playbookName: playbook.name, rule })),
  );
  const byContent = new Map(alerts.toReversed().map((one) => [canonicalJson({ ...one.rule }), one]));
  return {
    registry,
    modelName,
    model,
    entry,
    alerts: alerts.filter((one) => byContent.get(canonicalJson({ ...one.rule })) === one),
  };
}

/** The signals that alerts look at. */
export function signalsOf(alerts: readonly SetAlert[]): readonly string[] {
  const conditions = alerts.flatMap(({ rule }) => [...driftConditions(rule.when), ...driftConditions(rule.clearWhen)]);
  return [...new Set(conditions.map(({ signal }) => signal))];
}

/** What is known of a model whatever is asked, with these drift signals. */
export function alertFacts({ registry, model, entry }: AlertedModel, drift: Facts['drift'], at: Instant): Facts {
  return { ...prospectiveFacts({ action: 'silence', registry, model, target: null, entry, held: null, at }), drift };
}
