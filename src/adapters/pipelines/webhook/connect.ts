import type { PipelineRun, PipelineRunner } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { checkWebhook } from './check.ts';
import { type Outcome, unreadable, type WebhookHttp, webhookHttp, webhookTitle } from './http.ts';
import { runIdOf, toRun, toTemplate } from './mapping.ts';
import type { WebhookOptions } from './options.ts';
import { runBody, runsBody, templateBody } from './schema.ts';
import { startRun } from './start-run.ts';
import { runInEvent } from './verify-run-event.ts';

/**
 * Whatever runs pipelines and takes a signed request over HTTP. Only starting is asked of it; what else it does not
 * serve is known to be unknown, and its runs are then followed by the events it sends. Throws a ConfigError for options
 * that cannot work; makes no request itself.
 */
export function connectWebhook(options: WebhookOptions): PipelineRunner {
  const http = webhookHttp(options);
  const findRun = async (key: string) => {
    const outcome = await http.ask(reading(runIdOf(key), `find run ${key}`));
    if (outcome.ok) return runIn(outcome, `find run ${key}`);
    if (outcome.missing || outcome.unserved) return null;
    throw outcome.error;
  };
  const underWay = new Map<string, Promise<PipelineRun>>();
  return {
    id: options.id,
    kind: 'webhook',
    title: webhookTitle,
    describe: (pipeline) => describe(http, pipeline),
    async start(order) {
      const started = underWay.get(order.key) ?? startRun(http, findRun, order);
      underWay.set(order.key, started);
      try {
        return await started;
      } finally {
        underWay.delete(order.key);
      }
    },
    findRun,
    async getRun(id) {
      const outcome = await http.ask(reading(id, `read run ${id}`));
      if (outcome.ok) return runIn(outcome, `read run ${id}`);
      if (outcome.missing) return null;
      throw outcome.unserved ? silent(outcome.error, 'tell of its runs; it has to send events') : outcome.error;
    },
    listRuns: (query) => listRuns(http, query),
    async cancel(id) {
      const path = `/runs/${encodeURIComponent(id)}`;
      const outcome = await http.ask({ method: 'DELETE', path, doing: `cancel run ${id}` });
      // 409: it is over already.
      if (outcome.ok || outcome.missing || outcome.error.status === 409) return;
      throw outcome.unserved ? silent(outcome.error, 'cancel runs; stop it where it runs') : outcome.error;
    },
    eventIn: runInEvent,
    check: () => checkWebhook(http),
  };
}

function reading(id: string, doing: string) {
  return { method: 'GET', path: `/runs/${encodeURIComponent(id)}`, doing } as const;
}

function runIn({ answer }: Extract<Outcome, { ok: true }>, doing: string): PipelineRun {
  const run = runBody.safeParse(answer.json);
  if (!run.success) throw unreadable(doing, false, answer, run.error);
  return toRun(run.data);
}

async function describe(http: WebhookHttp, pipeline: string) {
  const doing = `describe ${pipeline}`;
  const outcome = await http.ask({ method: 'GET', path: `?pipeline=${encodeURIComponent(pipeline)}`, doing });
  if (!outcome.ok) {
    if (outcome.missing) return null;
    if (outcome.unserved) return toTemplate(pipeline, null);
    throw outcome.error;
  }
  const { answer } = outcome;
  if (answer.contentType.includes('html')) throw unreadable(doing, false, answer);
  if (answer.json === undefined) return toTemplate(pipeline, null);
  const template = templateBody.safeParse(answer.json);
  if (!template.success) throw unreadable(doing, false, answer, template.error);
  return toTemplate(pipeline, template.data);
}

/** An empty page where the receiver lists nothing. */
async function listRuns(http: WebhookHttp, { changedSince, pageToken }: Parameters<PipelineRunner['listRuns']>[0]) {
  const query = new URLSearchParams({ changed_since: changedSince, ...(pageToken && { page_token: pageToken }) });
  const doing = 'list runs';
  const outcome = await http.ask({ method: 'GET', path: `/runs?${query.toString()}`, doing });
  if (!outcome.ok) {
    if (outcome.unserved) return { items: [], nextPageToken: null };
    throw outcome.error;
  }
  const page = runsBody.safeParse(outcome.answer.json);
  if (!page.success) throw unreadable(doing, false, outcome.answer, page.error);
  const { runs, next_page_token } = page.data;
  const items = runs.map((run) => ({ ...toRun(run), steps: [] }));
  return { items, nextPageToken: items.length === 0 ? null : next_page_token || null };
}

function silent({ status }: UpstreamError, what: string): UpstreamError {
  return new UpstreamError(webhookTitle, `${webhookTitle} does not ${what}.`, { status, retryable: false });
}
