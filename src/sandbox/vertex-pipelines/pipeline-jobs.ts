import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ParameterValue } from '#domain/pipeline.ts';
import { StartRefusal } from '../pipelines/engine/engine.ts';
import type { Call, Endpoint, World } from './endpoint.ts';
import { jobAnswer } from './job-answer.ts';
import { jobFilter, type Listed } from './job-filter.ts';
import { denied, GoogleRefusal, invalid } from './refusal.ts';
import type { JobRow } from './state.ts';
import { templateAt } from './templates.ts';

const path = 'projects/{project}/locations/{location}/pipelineJobs';

const value: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(value), z.record(z.string(), value)]),
);

/** Google refuses fields it does not know. */
const newJob = z.strictObject({
  displayName: z.string().max(128).default(''),
  templateUri: z.string().default(''),
  pipelineSpec: z.looseObject({ pipelineInfo: z.looseObject({ name: z.string() }) }).optional(),
  runtimeConfig: z
    .strictObject({
      gcsOutputDirectory: z.string().default(''),
      parameterValues: z.record(z.string(), value).default({}),
      failurePolicy: z.string().optional(),
    })
    .prefault({}),
  serviceAccount: z.string().default(''),
  labels: z.record(z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/), z.string().regex(/^[a-z0-9_-]{0,63}$/)).default({}),
});

function create(world: World, { query, body, may }: Call): object {
  const { state, engine } = world;
  const job = newJob.safeParse(body);
  if (!job.success) throw invalid(`Invalid JSON payload received. ${z.prettifyError(job.error)}`);
  const { runtimeConfig, pipelineSpec, ...rest } = job.data;
  const id = query.get('pipelineJobId') ?? `${pipelineSpec?.pipelineInfo.name ?? 'job'}-${randomUUID().slice(0, 8)}`;
  if (!/^[a-z][-a-z0-9]{0,126}$/.test(id)) throw invalid(`pipeline_job_id must match [a-z][-a-z0-9]{0,126}: ${id}`);
  if (state.jobs.has(id))
    throw new GoogleRefusal('ALREADY_EXISTS', `The PipelineJob "${nameOf(world, id)}" already exists.`);
  if (!runtimeConfig.gcsOutputDirectory.startsWith('gs://')) throw invalid('gcs_output_directory is required.');
  if (rest.serviceAccount !== '' && !may('iam.serviceAccounts.actAs')) {
    throw denied('iam.serviceAccounts.actAs', `projects/-/serviceAccounts/${rest.serviceAccount}`);
  }
  const template =
    pipelineSpec === undefined
      ? templateAt(engine, rest.templateUri)
      : engine.templates(pipelineSpec.pipelineInfo.name)[0];
  if (template === undefined) {
    throw pipelineSpec === undefined
      ? new GoogleRefusal('NOT_FOUND', `Failed to fetch template ${rest.templateUri}: it was not found.`)
      : invalid(`The image of ${pipelineSpec.pipelineInfo.name} cannot be run here.`);
  }
  try {
    engine.start({ id, template: template.name, version: template.version, parameters: runtimeConfig.parameterValues });
  } catch (error) {
    if (error instanceof StartRefusal) throw invalid(error.message);
    throw error;
  }
  const row: JobRow = { ...rest, ...runtimeConfig, id, pipelineSpec: pipelineSpec ?? null };
  state.jobs.set(id, row);
  return shown(world, listed(world, id), true);
}

function list(world: World, { query }: Call): object {
  const fits = jobFilter(query.get('filter') ?? '');
  const size = Math.min(100, Number(query.get('pageSize') ?? 0) || 10);
  const start = Number(query.get('pageToken') ?? 0);
  if (!Number.isInteger(start)) throw invalid('Invalid page token.');
  const found = [...world.state.jobs.keys()].map((id) => listed(world, id)).filter(fits);
  found.sort((a, b) => b.run.createdMs - a.run.createdMs);
  const page = found.slice(start, start + size);
  const mask = query.get('readMask')?.split(',');
  return {
    ...(page.length > 0 && { pipelineJobs: page.map((one) => masked(shown(world, one, false), mask)) }),
    ...(start + size < found.length && { nextPageToken: String(start + size) }),
  };
}

function masked(answer: object, mask: readonly string[] | undefined): object {
  if (mask === undefined) return answer;
  return Object.fromEntries(Object.entries(answer).filter(([key]) => mask.includes(key)));
}

function shown(world: World, { row, run }: Listed, detailed: boolean): object {
  return jobAnswer(world, row, run, detailed);
}

function listed(world: World, id: string): Listed {
  const [row, run] = [world.state.jobs.get(id), world.engine.run(id)];
  if (row === undefined || run === null) {
    throw new GoogleRefusal('NOT_FOUND', `The PipelineJob "${nameOf(world, id)}" was not found.`);
  }
  return { row, run };
}

function nameOf({ project, location }: World, id: string): string {
  return `projects/${project}/locations/${location}/pipelineJobs/${id}`;
}

export const pipelineJobs: readonly Endpoint[] = [
  { name: 'pipelineJobs.create', method: 'POST', path, needs: 'aiplatform.pipelineJobs.create', answer: create },
  { name: 'pipelineJobs.list', method: 'GET', path, needs: 'aiplatform.pipelineJobs.list', answer: list },
  {
    name: 'pipelineJobs.get',
    method: 'GET',
    path: `${path}/{job}`,
    needs: 'aiplatform.pipelineJobs.get',
    answer: (world, { ids: [, , id = ''] }) => shown(world, listed(world, id), true),
  },
  {
    name: 'pipelineJobs.cancel',
    method: 'POST',
    path: `${path}/{job}:cancel`,
    needs: 'aiplatform.pipelineJobs.cancel',
    answer(world, { ids: [, , id = ''] }) {
      const { run } = listed(world, id);
      if (!world.engine.cancel(id)) {
        throw new GoogleRefusal(
          'FAILED_PRECONDITION',
          `The PipelineJob is in state ${run.state.toUpperCase()} and cannot be cancelled.`,
        );
      }
      return {};
    },
  },
  {
    name: 'pipelineJobs.delete',
    method: 'DELETE',
    path: `${path}/{job}`,
    needs: 'aiplatform.pipelineJobs.delete',
    answer(world, { ids: [, , id = ''] }) {
      const { run } = listed(world, id);
      if (run.endedMs === null)
        throw new GoogleRefusal('FAILED_PRECONDITION', 'The PipelineJob has not ended; cancel it first.');
      world.engine.remove(id);
      world.state.jobs.delete(id);
      const type = 'type.googleapis.com/google.protobuf.Empty';
      return { name: `${nameOf(world, id)}/operations/1`, done: true, response: { '@type': type } };
    },
  },
];
