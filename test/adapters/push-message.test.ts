import { describe, expect, it } from 'vitest';
import { readPush } from '#adapters/pipelines/vertex-pipelines/push-message.ts';

const logName = 'projects/northwind-ml/logs/aiplatform.googleapis.com%2Fpipeline_job_events';
const entry = { insertId: 'abc1', logName, timestamp: '2026-11-24T09:00:00Z', jsonPayload: { any: 'thing' } };
const wrap = (data: unknown, message: object = {}) => ({
  message: { data: Buffer.from(JSON.stringify(data)).toString('base64'), messageId: '136', ...message },
  subscription: 'projects/northwind-ml/subscriptions/countersign',
});
const read = (body: unknown, headers = {}) => readPush(headers, Buffer.from(JSON.stringify(body)));

describe('a push of Pub/Sub', () => {
  it('is known by the id of its message, and by the log that it is about', () => {
    expect(read(wrap(entry))).toEqual({ id: '136', aboutRuns: true });
    expect(read(wrap({ ...entry, logName: decodeURIComponent(logName) }))).toEqual({ id: '136', aboutRuns: true });
  });

  it('without its wrapping is known by a header, otherwise by what the log calls it', () => {
    expect(read(entry, { 'x-goog-pubsub-message-id': '137' })).toEqual({ id: '137', aboutRuns: true });
    expect(read(entry)).toEqual({ id: 'entry abc1 2026-11-24T09:00:00Z', aboutRuns: true });
  });

  it.each([
    ['another log', wrap({ ...entry, logName: `${logName}_more` })],
    ['another log, unwrapped', { ...entry, logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity' }],
    ['a message of no log', wrap('hello')],
    ['data that is no base64', wrap(entry, { data: '%%%' })],
    ['a message without data', { message: { messageId: '136', attributes: { a: 'b' } } }],
    ['a message without id', wrap(entry, { messageId: '' })],
    ['no object', [entry]],
    ['nothing', null],
  ])('of %s has an id too, and is about no run', (_name, body) => {
    const { id, aboutRuns } = read(body);
    expect(aboutRuns).toBe(false);
    expect(id).toMatch(/^(136|entry abc1 \S+|body [0-9a-f]{64})$/);
  });

  it('that is no JSON is known by its bytes', () => {
    const one = readPush({}, Buffer.from([0xff, 0xfe]));
    expect(one).toEqual(readPush({}, Buffer.from([0xff, 0xfe])));
    expect(one.id).not.toBe(readPush({}, Buffer.from([0xff])).id);
  });
});
