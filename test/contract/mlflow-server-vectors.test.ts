import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';

/** One request and what any MLflow of these versions answers to it; `$name` stands for what an earlier step kept. */
interface Step {
  readonly does: string;
  readonly send: readonly [method: string, path: string, args?: Readonly<Record<string, unknown>> | string | null];
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: string;
  readonly status: number;
  readonly error_code?: string;
  readonly content_type?: string;
  /** Paths with their value, or `<string>` and `<number>` for any of that type. */
  readonly has?: Readonly<Record<string, unknown>>;
  readonly lacks?: readonly string[];
  readonly keep?: Readonly<Record<string, string>>;
}

interface Sequence {
  readonly name: string;
  readonly versions: readonly string[];
  readonly webhookRules?: 'https-public';
  readonly users?: boolean;
  readonly steps: readonly Step[];
}

const file = new URL('./vectors/mlflow-server.json', import.meta.url);
const sequences = JSON.parse(readFileSync(file, 'utf8')) as Sequence[];

const auth = {
  users: [
    { name: 'admin', password: 'pw', admin: true },
    { name: 'reader', password: 'pw', permissions: { pilotage: 'READ' } },
    { name: 'editor', password: 'pw', permissions: { pilotage: 'EDIT' } },
    { name: 'owner', password: 'pw', permissions: { pilotage: 'MANAGE' } },
    { name: 'outsider', password: 'pw', permissions: { pilotage: 'NO_PERMISSIONS' } },
  ],
} as const;

function at(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}

async function sent(url: string, step: Step, kept: Map<string, string>) {
  const fill = (text: string) => text.replace(/\$(\w+)/g, (whole, name: string) => kept.get(name) ?? whole);
  const [method, path, args] = step.send;
  const target = new URL(url + (path.startsWith('/') ? path : `/api/2.0/mlflow/${fill(path)}`));
  if (method === 'GET' && typeof args === 'object') {
    for (const [key, value] of Object.entries(args ?? {})) target.searchParams.set(key, fill(String(value)));
  }
  const body =
    method === 'GET' || args === null || args === undefined
      ? null
      : fill(typeof args === 'string' ? args : JSON.stringify(args));
  const login = step.as === undefined ? {} : { authorization: `Basic ${btoa(`${step.as}:pw`)}` };
  const sized = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body ?? '') };
  const headers = { ...(body !== null && sized), ...login, ...step.headers };
  return new Promise<{ status: number; contentType: string; text: string }>((done, failed) => {
    const outgoing = request(target, { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '', text }),
      );
    });
    outgoing.on('error', failed).end(body ?? undefined);
  });
}

for (const sequence of sequences) {
  describe.each(sequence.versions)(`${sequence.name}, on %s`, (version) => {
    it('answers as MLflow does', async () => {
      const { webhookRules, users } = sequence;
      const server = await startPretendMlflow({
        version,
        ...(webhookRules && { webhookRules }),
        ...(users && { auth }),
      });
      const kept = new Map<string, string>();
      try {
        for (const step of sequence.steps) {
          const { status, contentType, text } = await sent(server.url, step, kept);
          expect({ step: step.does, status, text }).toMatchObject({ status: step.status });
          if (step.content_type !== undefined) expect(contentType, step.does).toBe(step.content_type);
          const body: unknown = contentType === 'application/json' ? JSON.parse(text) : text;
          expect(at(body, 'error_code'), step.does).toBe(step.error_code);
          for (const [path, wanted] of Object.entries(step.has ?? {})) {
            const value = at(body, path);
            const type = /^<(string|number)>$/.exec(String(wanted))?.[1];
            if (type === undefined) expect(value, `${step.does}: ${path}`).toEqual(wanted);
            else expect(typeof value, `${step.does}: ${path}`).toBe(type);
          }
          for (const path of step.lacks ?? []) expect(at(body, path), `${step.does}: ${path}`).toBeUndefined();
          for (const [name, path] of Object.entries(step.keep ?? {})) kept.set(name, String(at(body, path)));
        }
      } finally {
        await server.close();
      }
    });
  });
}
