import { createHash } from 'node:crypto';
import { setAlias } from './aliases.ts';
import type { World } from './endpoint.ts';
import { createModel } from './registered-models.ts';
import { governed } from './seed-governed.ts';
import type { SeedModel } from './seed-model.ts';
import { others } from './seed-others.ts';
import { trainVersion } from './training.ts';

const dayMs = 86_400_000;

/**
 * The registry of Northwind, the pretend company: four governed models with a candidate each, and what other teams
 * keep. The same base instant gives the same rows, ids included.
 */
export function northwind(baseMs: number): (world: World) => void {
  return (world) => {
    for (const model of [...governed, ...others]) addModel(world, model, baseMs);
    const tags = [{ key: 'mlflow.prompt.is_prompt', value: 'true' }];
    createModel(world, 'support-reply-prompt', 'Drafts the first answer to a support ticket.', tags);
  };
}

/**
 * `count` more models for trying things at scale, `generated-00001` and on, of so many versions each; of one or two,
 * where it is not said.
 */
export function generatedModels(count: number, baseMs: number, versionsOfEach?: number): (world: World) => void {
  return (world) => {
    for (let i = 1; i <= count; i += 1) {
      const versions = Array.from({ length: versionsOfEach ?? 1 + (i % 2) }, (_, v) => ({
        daysAgo: 400 - (i % 300) - v,
        metrics: { auc: 0.7 },
      }));
      const name = `generated-${String(i).padStart(5, '0')}`;
      const team = `team-${i % 40}`;
      addModel(
        world,
        { name, team, description: `Model ${i} of ${team}.`, aliases: { production: 1 }, versions },
        baseMs,
      );
    }
  };
}

/** Adds a model with its versions, as if they had been made before the base instant. */
export function addModel(world: World, model: SeedModel, baseMs: number): void {
  const oldest = model.versions[0]?.daysAgo ?? 0;
  const createdAt = { ...world, now: () => baseMs - (oldest + 1) * dayMs };
  createModel(createdAt, model.name, model.description, [{ key: 'team', value: model.team }]);
  for (const [index, version] of model.versions.entries()) {
    const key = `${model.name}/${index + 1}`;
    const commit = createHash('sha1').update(key).digest('hex');
    const trained = { ...world, now: () => baseMs - version.daysAgo * dayMs, newId: idsFrom(key) };
    trainVersion(trained, model.name, { commit, ...version });
  }
  for (const [alias, version] of Object.entries(model.aliases)) setAlias(world, model.name, alias, String(version));
}

function idsFrom(key: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return createHash('sha256').update(`${key}#${count}`).digest('hex').slice(0, 32);
  };
}
