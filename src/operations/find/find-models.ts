import { findCatalogueModel } from '#playbook/catalogue.ts';
import { countFound, foundModels, type Sought } from '#store/found-models.ts';
import type { ModelRow } from '#store/models.ts';
import type { FoundLine, FoundModels } from '#views/found-models.ts';
import { modelKey } from '../find-model.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { idsOf } from '../status/catalogue-ids.ts';
import { type CatalogueSearch, catalogueReason } from './catalogue-match.ts';
import { type FindTerm, readFindWords, stemOf } from './find-words.ts';
import { heldCapabilities } from './held-capabilities.ts';
import { textReason } from './text-reason.ts';

/** Models on one page. */
const pageSize = 8;

/**
 * Models that do what the words say, the best first: by name, catalogue, tags of the registry and description. Where no
 * model has all of it, those that have some. Throws a Refusal as `readFindWords` and
 * `heldCapabilities` do.
 */
export async function findByWords(setting: Setting, text: string, offset: number): Promise<FoundModels> {
  const { db, workspaceId } = setting;
  const { models, org } = setting.playbooks().set;
  const terms = readFindWords(text);
  const search = {
    labels: org.labels,
    names: await readNames(setting, db),
    held: await heldCapabilities(setting, terms),
  };
  const sought = terms.map((term) => soughtOf(setting, term, search));
  const whole = await countFound(db, workspaceId, sought, true);
  const all = whole > 0;
  const [total, rows] = await Promise.all([
    all ? whole : countFound(db, workspaceId, sought, false),
    foundModels(db, workspaceId, sought, { offset, limit: pageSize, all }),
  ]);
  const lineOf = (model: ModelRow): FoundLine => {
    const entry = findCatalogueModel(models, model.registry, model.name);
    const reasons = terms.flatMap((term) => {
      const reason = textReason(model, term, 'name') ?? (entry === null ? null : catalogueReason(entry, term, search));
      const said = reason ?? textReason(model, term, 'rest');
      return said === null ? [] : [said];
    });
    return {
      model: model.name,
      modelKey: modelKey(model),
      registry: setting.registries.get(model.registry)?.title ?? model.registry,
      description: model.description,
      holds: Object.entries(model.aliases).map(([alias, version]) => ({ alias, version, since: null })),
      team: entry?.team ?? null,
      owner: entry === null ? null : search.names.of(entry.owner),
      criticality: entry?.criticality ?? null,
      because: [...new Set(reasons)],
    };
  };
  return { text, models: rows.map(({ model }) => lineOf(model)), all, offset, total, now: setting.now() };
}

function soughtOf(setting: Setting, term: FindTerm, search: CatalogueSearch): Sought {
  const ids = idsOf(setting.playbooks().set.models, (entry) => catalogueReason(entry, term, search) !== null);
  if (term.is === 'word') return { text: stemOf(term.word), tag: null, ids };
  return { text: null, tag: { key: term.key, value: term.value }, ids };
}
