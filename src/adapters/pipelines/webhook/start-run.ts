import type { PipelineRun, RunOrder } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import type { Answer } from '../../exchange.ts';
import { unreadable, type WebhookHttp, webhookTitle } from './http.ts';
import { runIdOf, toRun } from './mapping.ts';
import { startedBody } from './schema.ts';

/**
 * Starts at most one run per key: it looks first, names the key in `Idempotency-Key`, and looks again when the answer
 * was lost. A receiver that cannot be asked for its runs has to honour the header.
 */
export async function startRun(
  http: WebhookHttp,
  findRun: (key: string) => Promise<PipelineRun | null>,
  order: RunOrder,
): Promise<PipelineRun> {
  const before = await findRun(order.key);
  if (before !== null) return before;
  const { key, pipeline, title, parameters, labels } = order;
  const doing = `start ${pipeline}`;
  try {
    const outcome = await http.ask({
      method: 'POST',
      path: '',
      headers: { 'idempotency-key': key },
      body: { type: 'io.countersign.run.requested.v1', run_id: runIdOf(key), key, pipeline, title, parameters, labels },
      doing,
    });
    if (outcome.ok) return started(order, outcome.answer, doing);
    if (!outcome.missing) throw outcome.error;
    const sentence = `${webhookTitle} has no pipeline ${pipeline}, so nothing was started. Add it there, or change retrain.pipeline in models.yaml.`;
    throw new UpstreamError(webhookTitle, sentence, { status: 404, retryable: false, mendable: true });
  } catch (error) {
    if (!(error instanceof UpstreamError) || !error.ambiguous) throw error;
    // Whatever goes wrong with looking, the doubt about the start is what has to be told.
    const after = await findRun(key).catch(() => null);
    if (after === null) throw error;
    return after;
  }
}

/** An answer without JSON is taken for "accepted", unless it is a page, which a proxy may have sent. */
function started({ key, pipeline, parameters }: RunOrder, answer: Answer, doing: string): PipelineRun {
  if (answer.contentType.includes('html')) throw unreadable(doing, true, answer);
  const said = startedBody.safeParse(answer.json ?? {});
  if (!said.success) throw unreadable(doing, true, answer, said.error);
  const { run_id, state = 'queued', metrics = {}, model_versions = [], steps = [], ...rest } = said.data;
  return toRun({
    pipeline,
    ...rest,
    run_id: run_id ?? runIdOf(key),
    key,
    parameters: rest.parameters ?? parameters,
    state,
    metrics,
    model_versions,
    steps,
  });
}
