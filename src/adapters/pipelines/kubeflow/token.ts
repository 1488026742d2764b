import { readFile, stat } from 'node:fs/promises';
import { ConfigError, UpstreamError } from '#errors.ts';
import type { KubeflowAuth } from './options.ts';

/** The headers of one request, and what has to be kept out of any text about it. */
export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly secret: string | null;
}

const printable = /^[\x21-\x7e]+$/;

/**
 * The credentials as they are now. A projected token is read again whenever its file changed, since Kubernetes replaces
 * it before it ends. The function throws an UpstreamError where the file cannot be read, and making it a ConfigError for
 * a value that no header can carry.
 */
export function credentialsOf(id: string, auth: KubeflowAuth): () => Promise<Credentials> {
  switch (auth.kind) {
    case 'none':
      return async () => ({ headers: {}, secret: null });
    case 'token': {
      if (!printable.test(auth.token)) {
        throw new ConfigError([`The token of ${id} has spaces, line breaks or characters that no header can carry.`]);
      }
      return async () => bearer(auth.token);
    }
    case 'user-header': {
      if (!printable.test(auth.user)) {
        throw new ConfigError([`The user name of ${id} has spaces or characters that no header can carry.`]);
      }
      return async () => ({ headers: { 'kubeflow-userid': auth.user }, secret: null });
    }
    case 'token-file':
      return tokenFile(auth.path);
  }
}

function bearer(token: string): Credentials {
  return { headers: { authorization: `Bearer ${token}` }, secret: token };
}

function tokenFile(path: string): () => Promise<Credentials> {
  let kept: { readonly mark: string; readonly token: string } | null = null;
  return async () => {
    try {
      // The kubelet swaps a symbolic link, so a new token is a new file.
      const { ino, mtimeMs, size } = await stat(path);
      const mark = `${ino} ${mtimeMs} ${size}`;
      if (kept?.mark !== mark) kept = { mark, token: (await readFile(path, 'utf8')).trim() };
    } catch (cause) {
      const sentence = `The token file ${path} cannot be read. Mount a projected service-account token with audience pipelines.kubeflow.org there.`;
      throw new UpstreamError('Kubeflow Pipelines', sentence, { retryable: true, mendable: true }, { cause });
    }
    if (printable.test(kept.token)) return bearer(kept.token);
    const sentence = `The file ${path} holds no token. Mount a projected service-account token there.`;
    throw new UpstreamError('Kubeflow Pipelines', sentence, { retryable: true, mendable: true });
  };
}
