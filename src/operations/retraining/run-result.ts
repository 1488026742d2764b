import { decimal, decimalText } from '#domain/decimal.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { type Fact, isUnknown, type Metrics } from '#playbook/facts.ts';
import type { RequestRow } from '#store/requests.ts';
import type { RunRow } from '#store/runs.ts';
import { difference } from '#views/wording.ts';
import { draftRequest, type NewAsk } from '../open-request.ts';
import { evidenceRows } from '../present-request.ts';
import { promotionTargets } from '../promotion-targets.ts';
import { championVersionIn, type RegistryFacts } from '../registry-facts.ts';
import { registryOf } from '../registry-of.ts';
import { candidateFacts } from '../request-promotion.ts';
import type { Setting } from '../setting.ts';

type Result = NonNullable<RunRow['result']>;

/** What a run made, and how it would be asked to be promoted; `ask` is null where it cannot be asked for. */
export interface ReadResult {
  readonly result: Result;
  readonly ask: NewAsk | null;
}

/** A version that is not ready after this long is not waited for any more, in milliseconds. */
const patienceMs = 30 * 60_000;

/**
 * Reads what the registry has of what a run made, and judges it beside the champion by the playbook of its promotion.
 * Null while its registration is under way. Throws `UpstreamError`.
 */
export async function readResult(setting: Setting, run: RunRow, request: RequestRow): Promise<ReadResult | null> {
  const registry = registryOf(setting, run.registry);
  const target = run.promoteTo ?? promotionTargets(setting, { ...run, modelId: run.model })[0] ?? null;
  const version = run.produced.findLast(({ model }) => model === run.modelName)?.version ?? null;
  if (version === null || target === null) return await withoutVersion(setting, registry, run, target);
  const facts = await factsOf(setting, registry, run, version, target);
  if (facts === null || facts.candidateStatus === 'failed') {
    const note = `It reports v${version}, which ${registry.title} ${facts === null ? 'does not have' : 'could not register'}.`;
    return await withoutVersion(setting, registry, run, target, note);
  }
  if (facts.candidateStatus === 'pending') {
    const waited = Date.parse(setting.now()) - (run.endedAt ?? run.orderedAt).getTime();
    if (waited < patienceMs) return null;
    return await withoutVersion(setting, registry, run, target, `v${version} is still not ready in ${registry.title}.`);
  }
  const ask = askFor(setting, run, request, { version, target, facts });
  const championVersion = championVersionIn(facts);
  const made = { version, target, championVersion };
  try {
    const { judged, policy, facts: all } = await draftRequest(setting, setting.db, ask);
    const rows = evidenceRows(judged.verdict, { policy, facts: all });
    if (rows.length > 0) return { ask, result: { ...made, rows, note: null } };
    return { ask, result: { ...made, rows: plainRows(known(facts.metrics.candidate), facts), note: null } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      ask: null,
      result: { ...made, rows: plainRows(known(facts.metrics.candidate), facts), note: error.message },
    };
  }
}

/** Its own metrics beside those of the champion, where there is no version to ask the registry for. */
async function withoutVersion(
  setting: Setting,
  registry: ModelRegistry,
  run: RunRow,
  target: string | null,
  note: string | null = run.produced.length === 0 ? 'It does not say which version it registered, if any.' : null,
): Promise<ReadResult> {
  const championVersion = target === null ? null : await registry.getAlias(run.modelName, target);
  const champion =
    championVersion === null || target === null ? null : await factsOf(setting, registry, run, championVersion, target);
  const rows = plainRows(run.metrics, champion);
  return { ask: null, result: { version: null, target, championVersion, rows, note } };
}

async function factsOf(
  setting: Setting,
  registry: ModelRegistry,
  run: RunRow,
  version: string,
  target: string,
): Promise<RegistryFacts | null> {
  try {
    return await candidateFacts(setting, registry, { modelId: run.model, name: run.modelName }, version, target);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no_such_version') return null;
    throw error;
  }
}

function askFor(
  setting: Setting,
  run: RunRow,
  request: RequestRow,
  about: { readonly version: string; readonly target: string; readonly facts: RegistryFacts },
): NewAsk {
  const { requesterPerson: person, requesterSlack: slackUser } = request;
  return {
    ...about,
    action: 'promote',
    registry: run.registry,
    model: run.model,
    modelName: run.modelName,
    reason: `Retrained as T-${run.number}${request.reason === '' ? '' : `: ${request.reason}`}`,
    requester: { person, slackUser, name: person ?? slackUser },
    entry: findCatalogueModel(setting.playbooks().set.models, run.registry, run.modelName),
  };
}

/** Each metric of the run beside the champion's, judged by nobody. */
function plainRows(metrics: Readonly<Record<string, number | null>>, facts: RegistryFacts | null): Result['rows'] {
  const before = facts === null ? {} : known(facts.metrics.champion);
  return Object.entries(metrics)
    .filter(([name]) => !name.includes('/'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      const candidate = shown(value);
      const champion = Object.hasOwn(before, name) ? shown(before[name] ?? null) : null;
      const rest = { limit: null, difference: difference(candidate, champion), because: 'not a number' };
      return { status: null, title: name, candidate, champion, ...rest };
    });
}

function known(metrics: Fact<Metrics | null>): Readonly<Record<string, number | null>> {
  if (metrics === null || isUnknown(metrics)) return {};
  return Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]));
}

function shown(value: number | null): string | null {
  return value === null ? null : decimalText(decimal(value));
}
