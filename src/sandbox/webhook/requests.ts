import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import type { ParameterValue } from '#domain/pipeline.ts';
import { type PipelineEngine, StartRefusal } from '../pipelines/engine/engine.ts';
import { type RunRow, runBody, templateBody } from './run-body.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the receiver works on. `runs` is keyed by the id it gives; `url` is its own address. */
export interface World {
  readonly engine: PipelineEngine;
  readonly runs: Map<string, RunRow>;
  readonly url: string;
  /** `starts`: takes runs and says nothing more of them; `tells`: also describes, reads, lists and cancels. */
  readonly manners: 'starts' | 'tells';
}

const json: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

const order = z.object({
  run_id: z.string(),
  key: z.string(),
  pipeline: z.string(),
  parameters: z.record(z.string(), json).default({}),
});

/** Every request that is served, by method and shape of the path. */
export const served = ['POST /', 'GET /', 'GET /runs', 'GET /runs/{id}', 'DELETE /runs/{id}'] as const;

/** Answers one request whose signature was right. */
export function answered(world: World, request: IncomingMessage, url: URL, body: string): Answer {
  const [, first = '', id = ''] = url.pathname.split('/').map(decodeURIComponent);
  const shape = `${request.method} /${first}${id === '' ? '' : '/{id}'}`;
  if (shape === 'POST /') return start(world, request.headers['idempotency-key'], body);
  if (world.manners === 'starts' || !served.some((one) => one === shape)) return answer(405, {});
  if (shape === 'GET /') return describe(world, url.searchParams.get('pipeline') ?? '');
  if (shape === 'GET /runs') return list(world, url.searchParams);
  const row = rowOf(world, id);
  const run = row === undefined ? null : world.engine.run(row.id);
  if (row === undefined || run === null) return refusal(404, 'unknown_run', `There is no run ${id}.`);
  if (shape === 'GET /runs/{id}') return answer(200, runBody(row, run, world.url));
  return world.engine.cancel(row.id) ? answer(202, {}) : refusal(409, 'over', `Run ${id} is over.`);
}

/** By its own id, and by the one it was asked to have. */
function rowOf({ runs }: World, id: string): RunRow | undefined {
  return runs.get(id) ?? [...runs.values()].find(({ key }) => `countersign-${key}` === id);
}

function start({ engine, runs, url }: World, key: string | string[] | undefined, body: string): Answer {
  const read = order.safeParse(parsed(body));
  if (!read.success || read.data.key !== key) return refusal(400, 'bad_request', 'Idempotency-Key and key differ.');
  const { pipeline, parameters } = read.data;
  const known = [...runs.values()].find((row) => row.key === key);
  const before = known === undefined ? null : engine.run(known.id);
  if (known !== undefined && before !== null) return answer(200, runBody(known, before, url));
  const [template] = engine.templates(pipeline);
  if (template === undefined) return refusal(404, 'unknown_pipeline', `There is no pipeline ${pipeline}.`);
  const asks = template.inputs.some(({ name }) => name === 'countersign_run');
  const row = { id: `run-${randomUUID()}`, key, pipeline, parameters };
  try {
    const given = asks ? { ...parameters, countersign_run: key } : parameters;
    const run = engine.start({ id: row.id, template: pipeline, parameters: given });
    runs.set(row.id, row);
    return answer(202, runBody(row, run, url));
  } catch (error) {
    if (error instanceof StartRefusal) return refusal(422, 'bad_parameters', error.problems.join(' '));
    throw error;
  }
}

function describe({ engine }: World, pipeline: string): Answer {
  const [template] = engine.templates(pipeline);
  if (template === undefined) return refusal(404, 'unknown_pipeline', `There is no pipeline ${pipeline}.`);
  return answer(200, templateBody(template));
}

const pageSize = 100;

/** In the order they were started; a token is how many came before. */
function list({ engine, runs, url }: World, query: URLSearchParams): Answer {
  const sinceMs = Date.parse(query.get('changed_since') ?? '');
  const from = Number(query.get('page_token') ?? 0);
  const changed = [...runs.values()].flatMap((row) => {
    const run = engine.run(row.id);
    return run === null || !(run.updatedMs >= sinceMs || run.endedMs === null) ? [] : [runBody(row, run, url)];
  });
  const more = from + pageSize < changed.length;
  return answer(200, {
    runs: changed.slice(from, from + pageSize),
    ...(more && { next_page_token: String(from + pageSize) }),
  });
}

function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

export function refusal(status: number, code: string, message: string, headers?: Record<string, string>): Answer {
  return answer(status, { code, message }, headers);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
