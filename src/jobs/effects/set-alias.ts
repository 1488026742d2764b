import { UpstreamError } from '#errors.ts';
import { recordAliasSet, recordConflict, recordExecutionTrouble, recordFailed } from '#operations/record-execution.ts';
import { aliasMoved } from '#operations/rollout/changed-by-others.ts';
import { goBackFromAlias } from '#operations/rollout/go-back.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectPerformer } from '../perform-effect.ts';
import { executionIdIn, placeOf } from './execution-place.ts';

/**
 * Gives the alias to the approved version and reads it back. Registries have no compare-and-set, so under the lock of
 * (model, target) it reads first: already there is done, anything but the expected version is a conflict and nothing
 * is overwritten.
 */
export function setAlias(setting: Setting): EffectPerformer {
  /** What `prepare` found in place of the expected version, until `settled` records it. */
  const found = new Map<string, { readonly holder: string | null; readonly target: string }>();
  return {
    kind: 'registry.alias',
    blocksOrderWhenUnresolved: true,
    // Reading first makes a repetition safe: what arrived of the last try is seen, and a late arrival writes the same.
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const { execution, registry, readAlias } = await placeOf(setting, effect);
      const read = () => (effect.firstSentAt === null ? readAlias() : untilRead(registry.title, readAlias));
      const holder = await read();
      if (holder === execution.version) return { already: { version: holder } };
      if (holder !== execution.previousVersion) {
        found.set(effect.id, { holder, target: execution.target });
        return { refuse: 'the alias is not where it was when the request was approved' };
      }
      return {
        async send() {
          await registry.setAlias(execution.modelName, execution.target, execution.version);
          const now = await untilRead(registry.title, readAlias);
          if (now === execution.version) return { version: execution.version };
          const sentence = `${registry.title} took the alias but shows another version.`;
          throw new UpstreamError(registry.title, sentence, { retryable: true, ambiguous: true });
        },
      };
    },
    delayed: (effect, error, afterMs) => recordExecutionTrouble(setting, executionIdIn(effect), error, afterMs),
    async settled(tx, effect, outcome) {
      const id = executionIdIn(effect);
      const moved = found.get(effect.id);
      found.delete(effect.id);
      if (outcome.state === 'confirmed') return await recordAliasSet(setting, tx, id);
      const because = outcome.state === 'refused' ? outcome.because : 'Nobody can tell whether the alias was written.';
      const sentence = moved === undefined ? because : aliasMoved(moved.target, moved.holder);
      if (await goBackFromAlias(setting, tx, id, sentence)) return;
      if (moved !== undefined) return await recordConflict(setting, tx, id, moved.holder);
      await recordFailed(setting, tx, id, { because, aliasMoved: false });
    },
  };
}

/** After a write was sent no failure to read is final: the alias may be ours, so it is read until somebody answers. */
async function untilRead<T>(title: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const details = { status: error.status, retryable: true, ambiguous: true };
    throw new UpstreamError(title, error.message, details, { cause: error });
  }
}
