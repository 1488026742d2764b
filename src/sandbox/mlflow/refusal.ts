const statuses = {
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  RESOURCE_DOES_NOT_EXIST: 404,
  REQUEST_LIMIT_EXCEEDED: 429,
  INTERNAL_ERROR: 500,
} as const;

export type ErrorCode = keyof typeof statuses;

/** A refusal as MLflow words it: its `error_code`, and the status that goes with it. */
export class MlflowRefusal extends Error {
  override readonly name = 'MlflowRefusal';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return statuses[this.code];
  }

  /** MLflow 3.11 adds `sqlstate` and `error_class`. */
  body(classed: boolean): object {
    const errorClass = this.code === 'RESOURCE_DOES_NOT_EXIST' ? 'RESOURCE_NOT_FOUND' : this.code;
    const extra = classed ? { sqlstate: 'KAM00', error_class: errorClass } : {};
    return { error_code: this.code, message: this.message, ...extra };
  }
}

export function invalid(message: string): MlflowRefusal {
  return new MlflowRefusal('INVALID_PARAMETER_VALUE', message);
}

export function absent(what: string): MlflowRefusal {
  return new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `${what} not found`);
}
