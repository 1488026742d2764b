import { Refusal } from '#errors.ts';
import type { JsonObject } from './json.ts';

/** An `ok: false` answer of the Web API: `code` is Slack's error, `details` what stands beside it in the answer. */
export class ApiRefusal extends Refusal {
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code, `The pretend Slack answered ${code}.`);
    this.details = details;
  }
}

export function refuse(code: string, details: JsonObject = {}): never {
  throw new ApiRefusal(code, details);
}
