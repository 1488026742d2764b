import { PlaybookError, Refusal, UpstreamError } from '#errors.ts';

export interface SettledJob {
  readonly id: string;
  readonly status: 'completed' | 'failed' | 'deadletter';
  readonly output?: { readonly message: string };
}

/**
 * Carries out one job and never throws. A refusal or a playbook's mistake ends the job, since trying again would not
 * help; another system's final no makes it dead; everything else is tried again. All but refusals are reported.
 */
export async function settleJob<Data>(
  job: { readonly id: string; readonly queue: string; readonly data: Data },
  handler: (data: Data) => Promise<void>,
  report: (error: unknown, job: { readonly queue: string; readonly id: string }) => void,
): Promise<SettledJob> {
  const { id, queue } = job;
  try {
    await handler(job.data);
    return { id, status: 'completed' };
  } catch (error) {
    if (error instanceof Refusal) return { id, status: 'completed' };
    report(error, { queue, id });
    if (error instanceof PlaybookError) return { id, status: 'completed' };
    const status = error instanceof UpstreamError && !error.retryable ? 'deadletter' : 'failed';
    return { id, status, output: { message: error instanceof Error ? error.message : String(error) } };
  }
}
