import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '#domain/canonical-json.ts';
import { UpstreamError } from '#errors.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectRow } from '#store/effects.ts';
import { checkpointByNumber } from '#store/ledger-checkpoints.ts';
import type { EffectPerformer } from '../effect-performer.ts';

const system = 'The place of checkpoints';

/** Writes a signed checkpoint as a file of its own, which is never written over. */
export function writeCheckpoint(setting: Setting): EffectPerformer {
  return {
    kind: 'ledger.checkpoint',
    blocksOrderWhenUnresolved: false,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const place = setting.checkpoints?.place ?? null;
      if (place === null) return { refuse: 'no place for checkpoints is set any more' };
      const { path, text } = await fileOf(setting, place, effect);
      const there = await asUpstream(path, readOrNull(path));
      if (there === text) return { already: { path } };
      if (there !== null) return { refuse: `${path} holds another checkpoint` };
      return {
        async send() {
          await asUpstream(path, mkdir(place, { recursive: true }));
          // So that it is there whole or not at all.
          await asUpstream(path, writeFile(`${path}.part`, text));
          await asUpstream(path, rename(`${path}.part`, path));
          return { path };
        },
      };
    },
    async settled() {},
  };
}

async function fileOf(setting: Setting, place: string, { payload }: EffectRow) {
  const number = Number(payload['number']);
  const row = await checkpointByNumber(setting.db, setting.workspaceId, number);
  if (row === null) throw new Error(`there is no checkpoint ${number}`);
  const { text, key, signature } = row;
  const name = `${setting.workspaceId}-${String(number).padStart(8, '0')}.json`;
  return { path: join(place, name), text: `${canonicalJson({ checkpoint: text, key, signature })}\n` };
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function asUpstream<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const sentence = `${path} could not be written: ${codeOf(error)}. Check COUNTERSIGN_CHECKPOINTS and who may write there.`;
    throw new UpstreamError(system, sentence, { retryable: true });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
