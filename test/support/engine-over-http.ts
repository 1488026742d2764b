import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PipelineRunner } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';

const methods = ['describe', 'start', 'findRun', 'getRun', 'listRuns', 'cancel'] as const;

/** An engine in memory behind HTTP, so that a process that is killed does not take its runs along. */
export async function serveEngine(runner: PipelineRunner): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const answer = async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const method = methods.find((one) => incoming.url === `/${one}`);
      if (method === undefined) throw new Error(`the engine has no ${incoming.url}`);
      const call = runner[method] as (about: unknown) => Promise<unknown>;
      return (await call(JSON.parse(Buffer.concat(chunks).toString('utf8')))) ?? null;
    };
    answer().then(
      (body) => outgoing.end(JSON.stringify(body)),
      () => outgoing.writeHead(503).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The runner of an engine that `serveEngine` serves. */
export function engineAt(url: string, id: string): PipelineRunner {
  const title = 'Kubeflow Pipelines';
  async function call<T>(method: (typeof methods)[number], about: unknown): Promise<T> {
    try {
      const answer = await fetch(`${url}/${method}`, { method: 'POST', body: JSON.stringify(about) });
      if (answer.status !== 200) throw new Error(`status ${answer.status}`);
      return (await answer.json()) as T;
    } catch (cause) {
      const details = { retryable: true, ambiguous: method === 'start' };
      throw new UpstreamError(title, `${title} did not answer.`, details, { cause });
    }
  }
  return {
    id,
    kind: 'kubeflow',
    title,
    describe: (pipeline) => call('describe', pipeline),
    start: (order) => call('start', order),
    findRun: (key) => call('findRun', key),
    getRun: (run) => call('getRun', run),
    listRuns: (query) => call('listRuns', query),
    cancel: (run) => call('cancel', run),
    check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
  };
}
