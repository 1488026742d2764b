import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Logger, SocketModeReceiver } from '@slack/bolt';

/** A route beside Slack's own, on the same port. */
export interface Route {
  readonly path: string;
  readonly method: string | string[];
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Slack sends signed requests to `/slack/events`; what no route serves is left to `unrouted`. */
export function httpReceiver(options: {
  signingSecret: string;
  routes: readonly Route[];
  unrouted: Route['handler'];
  logger: Logger;
}): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: ['/slack/events'],
    customRoutes: [...options.routes],
    logger: options.logger,
    // Bolt comes here for an address that it cannot read, too.
    dispatchErrorHandler: ({ request, response }) => options.unrouted(request, response),
    customPropertiesExtractor: (request) => ({ slackTimestamp: request.headers['x-slack-request-timestamp'] ?? null }),
  });
}

/**
 * A socket to Slack. Its own client options keep Bolt's reconnect policy. When reconnecting fails for good, Bolt leaves
 * a rejection that nobody handles: the program ends by it and the platform starts it anew.
 */
export function socketReceiver(options: {
  appToken: string;
  apiUrl: string | null;
  logger: Logger;
  onState: (connected: boolean) => void;
}): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken: options.appToken,
    logger: options.logger,
    installerOptions: { clientOptions: options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl } },
  });
  receiver.client.on('connected', () => options.onState(true));
  for (const event of ['disconnected', 'reconnecting', 'close'])
    receiver.client.on(event, () => options.onState(false));
  return receiver;
}
