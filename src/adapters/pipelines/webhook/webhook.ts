import { defineRunner } from '../runner-definition.ts';
import { connectWebhook } from './connect.ts';
import { webhookOptions } from './options.ts';

export const webhook = defineRunner({
  kind: 'webhook',
  title: 'Pipeline webhook',
  summary: 'Anything that runs pipelines and takes a signed request over HTTP.',
  options: webhookOptions,
  pretend: 'src/sandbox/webhook',
  connect: connectWebhook,
});
