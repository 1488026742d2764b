import { createHash } from 'node:crypto';
import { versionNamed } from './lookups.ts';
import type { World } from './route.ts';
import type { State } from './state.ts';

/** The bucket whose objects a path of Cloud Storage's API lists; null where it is another path. */
export function listedBucket(path: string): string | null {
  const [, bucket] = /^\/storage\/v1\/b\/([^/]+)\/o$/.exec(path) ?? [];
  return bucket === undefined ? null : decodeURIComponent(bucket);
}

/** Objects by the beginning of their names: what training left at the address of every version. */
export function objectsAnswer({ state }: World, bucket: string, prefix: string): object {
  const found = objectsIn(state, bucket).filter(({ name }) => name.startsWith(prefix));
  return { kind: 'storage#objects', ...(found.length > 0 && { items: found }) };
}

/** Writes another content over an object of a version, under its old name. */
export function overwriteObject(world: World, model: string, version: string, path: string, text: string): void {
  const { artifactUri } = versionNamed(world.state, `${model}@${version}`).row;
  world.state.counter += 1;
  world.state.overwritten[`${artifactUri}/${path}`] = { text, generation: world.state.counter };
}

function objectsIn({ models, overwritten }: State, bucket: string) {
  const root = `gs://${bucket}/`;
  const addresses = [...models.values()].flatMap(({ versions }) => versions.map(({ artifactUri }) => artifactUri));
  return addresses
    .filter((address) => address.startsWith(root))
    .flatMap((address) => ['saved_model.pb', 'variables/variables.data'].map((path) => `${address}/${path}`))
    .map((address) => {
      const { text, generation } = overwritten[address] ?? { text: `left by training at ${address}`, generation: 0 };
      return {
        name: address.slice(root.length),
        bucket,
        size: String(Buffer.byteLength(text)),
        md5Hash: createHash('md5').update(text).digest('base64'),
        crc32c: createHash('sha1').update(text).digest('base64').slice(0, 6),
        generation: String(1_700_000_000_000_000 + generation),
      };
    });
}
