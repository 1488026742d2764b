import type { z } from 'zod';
import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import type { VertexHttp, VertexRequest } from './http.ts';
import { modelIdOf } from './mapping.ts';
import { endpointsAnswer, evaluationsAnswer, modelsAnswer, permissionsAnswer } from './schema.ts';

type Problem = RegistryHealth['problems'][number];

const skewLimitMs = 30_000;

/** What promoting takes on a model itself. Vertex AI tells which of these our account has. */
const onModels = ['aiplatform.models.get', 'aiplatform.models.update'];

/** Reads only: address, clock, credentials, and what our account may do as far as Vertex AI tells. */
export async function checkVertex(http: VertexHttp): Promise<RegistryHealth> {
  const sentMs = Date.now();
  const listed = await trying(() =>
    http.ask(read(`${http.parent}/models`, 'list models', 'aiplatform.models.list'), modelsAnswer),
  );
  if ('sentence' in listed) return { reachable: false, version: null, clockSkewMs: null, problems: [listed] };
  if (!listed.ok) {
    return {
      reachable: listed.error.status !== 404,
      version: null,
      clockSkewMs: null,
      problems: [problemOf(listed.error)],
    };
  }
  // Its Date header counts whole seconds, so half of one is added.
  const clockSkewMs = listed.serverMs === null ? null : Math.round(listed.serverMs + 500 - (sentMs + Date.now()) / 2);
  const [model] = listed.value.models;
  const endpoints = await tryRead(http, 'endpoints', 'list endpoints', 'aiplatform.endpoints.list', endpointsAnswer);
  const rights = model === undefined ? [] : await modelProblems(http, modelIdOf(model.name));
  const clearing = await clearingRight(http);
  return {
    reachable: true,
    version: null,
    clockSkewMs,
    problems: [...clockProblems(clockSkewMs), ...rights, ...endpoints],
    lacking: clearing.lacking,
    unseen: [
      ...clearing.unseen,
      ...(model === undefined ? ['What our account may change, because it sees no model yet.'] : []),
      'Whether our account may deploy to endpoints, shift their traffic, and read pipeline jobs and their lineage; only the first time shows that.',
    ],
  };
}

async function modelProblems(http: VertexHttp, model: string): Promise<Problem[]> {
  const answer = await trying(() =>
    http.need(
      {
        method: 'POST',
        path: `${http.parent}/models/${model}:testIamPermissions`,
        query: { permissions: onModels },
        doing: `tell what our account may do with ${model}`,
        permission: 'aiplatform.models.get',
        write: false,
      },
      permissionsAnswer,
    ),
  );
  if ('sentence' in answer) return [answer];
  const lacking = onModels
    .filter((permission) => !answer.permissions.includes(permission))
    .map((permission) => ({
      sentence: `Our account lacks ${permission} on model ${model}.`,
      fix: 'Grant it a role that has this, as Vertex AI User, on the project or on every governed model.',
    }));
  const [path, doing] = [`models/${model}/evaluations`, `list the evaluations of ${model}`];
  return [...lacking, ...(await tryRead(http, path, doing, 'aiplatform.modelEvaluations.list', evaluationsAnswer))];
}

const undeploy = 'aiplatform.endpoints.undeploy';

/** Whether endpoints that nobody asks may be cleared. Nothing stands in the way of promotions where they may not. */
async function clearingRight(http: VertexHttp): Promise<Required<Pick<RegistryHealth, 'lacking' | 'unseen'>>> {
  const [, project = ''] = http.parent.split('/');
  const answer = await trying(() =>
    http.need(
      {
        method: 'POST',
        api: 'projects',
        path: `projects/${project}:testIamPermissions`,
        body: { permissions: [undeploy] },
        doing: `tell what our account may do in ${project}`,
        permission: 'resourcemanager.projects.get',
        write: false,
      },
      permissionsAnswer,
    ),
  );
  if ('sentence' in answer) {
    return { lacking: [], unseen: ['Whether our account may clear endpoints; only the first time shows that.'] };
  }
  if (answer.permissions.includes(undeploy)) return { lacking: [], unseen: [] };
  const sentence = `Our account has no ${undeploy} in ${project}, so people are left to clear endpoints that get no predictions. Give it to let playbooks for the action stop do that.`;
  return { lacking: [sentence], unseen: [] };
}

/** Nothing where a listing can be read, else what is in the way. */
async function tryRead(
  http: VertexHttp,
  path: string,
  doing: string,
  permission: string,
  schema: z.ZodType,
): Promise<Problem[]> {
  const answer = await trying(() =>
    http.need(
      read(`${http.parent}/${path}`, doing, permission),
      schema.transform(() => null),
    ),
  );
  return answer === null ? [] : [answer];
}

/** What Vertex AI or Google's sign-in did not do, as a problem; a fault of ours must not look like one of theirs. */
async function trying<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return problemOf(error);
  }
}

function problemOf(error: UpstreamError): Problem {
  const [sentence = '', ...rest] = error.message.split(/(?<=[.]) (?=[A-Z])/);
  return { sentence, fix: rest.join(' ') || 'Try again; if it stays, ask whoever runs the Google Cloud project.' };
}

function read(path: string, doing: string, permission: string): VertexRequest {
  return { method: 'GET', path, query: { pageSize: '1' }, doing, permission };
}

function clockProblems(skewMs: number | null): Problem[] {
  if (skewMs === null || Math.abs(skewMs) <= skewLimitMs) return [];
  const side = skewMs > 0 ? 'behind' : 'ahead of';
  return [
    {
      sentence: `Our clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${side} Google's.`,
      fix: 'Synchronise this machine with NTP; Google refuses credentials that are signed at a wrong time.',
    },
  ];
}
