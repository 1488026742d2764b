import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import type { MlflowCalls } from './calls.ts';
import type { MlflowHttp, OpenAnswer } from './http.ts';
import type { MlflowAuth } from './options.ts';
import { checkPermission } from './permission.ts';

type Problem = RegistryHealth['problems'][number];

const skewLimitMs = 30_000;

/** Reads only: address, version, clock, credentials, and what our account may do as far as MLflow tells. */
export async function checkMlflow(http: MlflowHttp, calls: MlflowCalls, auth: MlflowAuth): Promise<RegistryHealth> {
  const sentMs = Date.now();
  const health = await http.open('/health').catch(problemOf);
  if ('sentence' in health) return { reachable: false, version: null, clockSkewMs: null, problems: [health] };
  const clockSkewMs = skew(health, (sentMs + Date.now()) / 2);
  const version = await readVersion(http);
  const problems = [...clockProblems(clockSkewMs), ...versionProblems(version)];
  const models = await calls.searchModels(undefined, { limit: 1 }).catch(problemOf);
  if ('sentence' in models) return { reachable: true, version, clockSkewMs, problems: [...problems, models] };
  const [model] = models.registered_models;
  const permission = await checkPermission(http, auth, model?.name ?? null).catch(problemOf);
  if ('sentence' in permission) return { reachable: true, version, clockSkewMs, problems: [...problems, permission] };
  return {
    reachable: true,
    version,
    clockSkewMs,
    problems: [...problems, ...permission.problems],
    unseen: permission.unseen,
  };
}

// A fault of ours must not look like one of MLflow's.
function problemOf(error: unknown): Problem {
  if (!(error instanceof UpstreamError)) throw error;
  const [sentence = '', ...rest] = error.message.split(/(?<=[.]) (?=[A-Z])/);
  return { sentence, fix: rest.join(' ') || 'Try again; if it stays, ask whoever runs MLflow.' };
}

/** Null where the answer is no version, as behind a login page. */
async function readVersion(http: MlflowHttp): Promise<string | null> {
  const answer = await http.open('/version').catch(problemOf);
  if ('sentence' in answer || answer.status !== 200) return null;
  const text = answer.text.trim();
  return /^\d+\.\d+[\w.+-]{0,30}$/.test(text) ? text : null;
}

/** How far the server's clock is ahead of ours. Its Date header counts whole seconds, so half of one is added. */
function skew({ serverMs }: OpenAnswer, ourMs: number): number | null {
  return serverMs === null ? null : Math.round(serverMs + 500 - ourMs);
}

function clockProblems(skewMs: number | null): Problem[] {
  if (skewMs === null || Math.abs(skewMs) <= skewLimitMs) return [];
  const side = skewMs > 0 ? 'ahead of' : 'behind';
  return [
    {
      sentence: `The clock of MLflow is ${Math.round(Math.abs(skewMs) / 1000)} s ${side} ours.`,
      fix: 'Synchronise both machines with NTP; webhooks dated over 60 s ahead or 5 min back are refused.',
    },
  ];
}

function versionProblems(version: string | null): Problem[] {
  if (version === null) return [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 9)) return [];
  return [{ sentence: `MLflow ${version} is older than 2.9.`, fix: 'Upgrade it: Countersign is made for 2.9 to 3.x.' }];
}
