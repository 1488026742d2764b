import { Refusal, UpstreamError } from '#errors.ts';
import { type CodedGeneration, currentCodesOfModel } from '#store/request-codes.ts';
import type { RequestRow } from '#store/requests.ts';
import type { ProvedCode, TagState, VerifiedModel } from '#views/verified-model.ts';
import { modelNamed } from './find-model.ts';
import { readNames } from './names.ts';
import { requestLineOf } from './request-lines.ts';
import type { Setting } from './setting.ts';
import { computedAgain, noCode } from './verify-code.ts';

/**
 * The codes of a model's newest requests, each computed again from the record and held against what the registry says
 * beside the version. Throws a Refusal for what is neither a code nor a model.
 */
export async function verifyModel(setting: Setting, typed: string): Promise<VerifiedModel> {
  const model = await modelNamed(setting, typed).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== 'no_such_model') throw error;
    throw new Refusal('no_such_code', `${noCode(typed)} ${error.message}`);
  });
  const found = await currentCodesOfModel(setting.db, setting.workspaceId, model.registry, model.name, 5);
  const names = await readNames(setting, setting.db);
  const codes = found.map(async (one): Promise<ProvedCode> => {
    const { row } = one;
    return {
      request: `R-${row.number}`,
      line: requestLineOf(setting, row, names),
      proved: (await computedAgain(setting, one)) === row.code,
      tag: await tagOf(setting, one),
    };
  });
  const registry = setting.registries.get(model.registry)?.title ?? model.registry;
  return { model: model.modelId, registry, codes: await Promise.all(codes), now: setting.now() };
}

/** Only a change of the registry that was carried out leaves a tag there, and a later one of the version replaces it. */
async function tagOf(setting: Setting, { row }: CodedGeneration): Promise<TagState> {
  if (row.state !== 'verified' || !changesRegistry(row)) return null;
  try {
    const version = await setting.registries.get(row.registry)?.getVersion(row.modelName, row.version);
    const request = version?.tags['countersign.request'];
    if (request !== undefined && request !== `R-${row.number}`) return null;
    const code = version?.tags['countersign.code'] ?? null;
    return code === row.code ? { kind: 'same' } : { kind: 'other', code };
  } catch (error) {
    if (error instanceof UpstreamError) return { kind: 'unread' };
    throw error;
  }
}

function changesRegistry({ action }: RequestRow): boolean {
  return action === 'promote' || action === 'rollback';
}
