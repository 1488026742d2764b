import { App, HTTPReceiver } from '@slack/bolt';

const variable = (name: string) => process.env[name] ?? '';

/** The least that Bolt needs to ack `/mlops`: Countersign's receiver, one token, one listener. */
const receiver = new HTTPReceiver({
  signingSecret: variable('SLACK_SIGNING_SECRET'),
  endpoints: ['/slack/events'],
  customRoutes: [
    { path: '/readyz', method: 'GET', handler: (_, response) => void response.writeHead(200).end('ready\n') },
  ],
});
const app = new App({
  receiver,
  token: variable('SLACK_BOT_TOKEN'),
  clientOptions: { slackApiUrl: variable('SLACK_API_URL') },
  deferInitialization: true,
});
app.command('/mlops', async ({ ack }) => {
  await ack();
});
await app.init();
await receiver.start({ host: '127.0.0.1', port: Number(variable('PORT')) });
process.on('SIGTERM', () => process.exit(0));
