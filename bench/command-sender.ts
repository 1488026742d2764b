import { Agent, request } from 'node:http';
import { signatureHeaders } from '#sandbox/slack/signing.ts';
import { signingSecret } from './surroundings.ts';

/** Sends slash commands as Slack does, over one connection that stays open. */
export interface CommandSender {
  /** Resolves with the milliseconds from the first byte sent to the last byte of the ack. Throws unless it is a 200. */
  send(fields: Readonly<Record<string, string>>): Promise<number>;
  close(): void;
}

export function commandSender(port: number): CommandSender {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    close: () => agent.destroy(),
    send: (fields) =>
      new Promise((resolve, reject) => {
        const body = new URLSearchParams(fields).toString();
        const headers = {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          ...signatureHeaders(signingSecret, body, Math.floor(Date.now() / 1000)),
        };
        const from = performance.now();
        const sent = request(
          { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', agent, headers, timeout: 10_000 },
          (response) => {
            response.resume();
            response.on('end', () => {
              const ms = performance.now() - from;
              if (response.statusCode === 200) resolve(ms);
              else reject(new Error(`a command was answered ${response.statusCode}`));
            });
          },
        );
        sent.on('timeout', () => sent.destroy(new Error('a command was not acked within 10 s')));
        sent.on('error', reject);
        sent.end(body);
      }),
  };
}
