import type { Observed } from '#domain/maturity-facts.ts';
import { cardFields, type EvaluationFacts, type VersionFacts } from '#domain/maturity-training.ts';
import type { AskedVersionRow } from '#store/maturity-rows/asked-versions.ts';
import type { Asked } from '../asked.ts';
import { versionId } from './promotions.ts';
import type { TrainedRun } from './runs.ts';

/**
 * Versions of which Countersign knows what they are: those that promotions were asked for, as their newest facts have
 * them, and those that serving aliases hold.
 */
export function versionRecords(
  asked: Asked,
  rows: readonly AskedVersionRow[],
  runOf: (row: AskedVersionRow) => TrainedRun | undefined,
): Observed<readonly VersionFacts[]> {
  const found = new Map<string, VersionFacts>();
  for (const model of asked.models) {
    for (const { registry, name, aliases } of model.places) {
      for (const [target, version] of Object.entries(aliases)) {
        if (!asked.serves(model.entry.id, { registry, target })) continue;
        const id = versionId({ registry, modelName: name, version });
        const unseen = { run: null, experimentRun: null, codeDigest: null };
        const card = { filled: [], reviewedAt: null };
        found.set(id, { id, model: model.entry.id, digest: id, registeredAt: null, ...unseen, card });
      }
    }
  }
  for (const row of rows) {
    const model = asked.idOf(row);
    const entry = model === undefined ? undefined : asked.modelOf(model)?.entry;
    if (model === undefined || entry === undefined) continue;
    const id = versionId(row);
    found.set(id, {
      id,
      model,
      digest: row.digest,
      registeredAt: row.createdAt ?? row.openedAt,
      run: runOf(row)?.id ?? null,
      experimentRun: row.tracked && row.metrics > 0 ? `${id} run` : null,
      codeDigest: row.parts['code'] ?? null,
      card: { filled: filledIn(row.sections, entry.owner !== ''), reviewedAt: row.reviewedAt },
    });
  }
  return { known: true, value: [...found.values()], provenance: 'machine', asOf: asked.now.toISOString() };
}

/** What evaluations were before those who decided, and those of what was served. */
export function evaluationRecords(
  asked: Asked,
  rows: readonly AskedVersionRow[],
  served: readonly EvaluationFacts[],
): Observed<readonly EvaluationFacts[]> {
  const made = rows.flatMap((row): readonly EvaluationFacts[] => {
    const model = asked.idOf(row);
    if (model === undefined || !row.tracked || row.metrics === 0) return [];
    const at = row.createdAt ?? row.openedAt;
    return [{ id: versionId(row), model, at, baseline: row.baseline, slices: row.slices, servedAt: null }];
  });
  return { known: true, value: [...made, ...served], provenance: 'machine', asOf: asked.now.toISOString() };
}

const namesOf: Readonly<Record<(typeof cardFields)[number], RegExp>> = {
  purpose: /purpose|intended|overview|use case/i,
  how_to_use: /how to use|usage|using/i,
  performance: /performance|metrics|evaluation|quality|results/i,
  limits: /limit|caveat|risk/i,
  data: /data/i,
  owner: /owner|contact/i,
  consumers: /consumer|users|depend/i,
};

/** The fields of a model card that sections of its documents fill; the catalogue names the owner of each model. */
function filledIn(sections: readonly string[], owned: boolean): VersionFacts['card']['filled'] {
  return cardFields.filter(
    (field) => sections.some((section) => namesOf[field].test(section)) || (field === 'owner' && owned),
  );
}
