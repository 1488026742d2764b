import { describe, expect, test } from 'vitest';
import { PlaybookError, Refusal, UpstreamError } from '#errors.ts';
import { settleJob } from '#jobs/settle-job.ts';

describe('a job', () => {
  const cases = [
    { ends: 'completed', reported: false, when: 'the rules say no', error: new Refusal('closed', 'It is closed.') },
    { ends: 'completed', reported: true, when: 'a playbook is wrong', error: new PlaybookError([]) },
    {
      ends: 'failed',
      reported: true,
      when: 'another system may answer later',
      error: new UpstreamError('MLflow', 'no answer', { retryable: true }),
    },
    {
      ends: 'deadletter',
      reported: true,
      when: 'another system says no for good',
      error: new UpstreamError('MLflow', 'forbidden', { retryable: false }),
    },
    { ends: 'failed', reported: true, when: 'our code is broken', error: new TypeError('undefined is not a function') },
  ] as const;

  test.each(cases)('is $ends when $when', async ({ ends, reported, error }) => {
    const reports: unknown[] = [];
    const handler = async () => {
      throw error;
    };
    const settled = await settleJob({ id: 'j1', queue: 'q', data: {} }, handler, (told, job) =>
      reports.push([told, job]),
    );
    expect(settled).toMatchObject({ id: 'j1', status: ends });
    expect(reports).toEqual(reported ? [[error, { id: 'j1', queue: 'q' }]] : []);
  });

  test('that goes well is completed and reported to nobody', async () => {
    const seen: unknown[] = [];
    const settled = await settleJob(
      { id: 'j1', queue: 'q', data: 7 },
      async (data) => void seen.push(data),
      () => expect.unreachable(),
    );
    expect(settled).toEqual({ id: 'j1', status: 'completed' });
    expect(seen).toEqual([7]);
  });
});
