const statuses = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
} as const;

/** A refusal as Google's APIs word it: a `google.rpc.Status` inside `error`. */
export class GoogleRefusal extends Error {
  override readonly name = 'GoogleRefusal';
  readonly code: keyof typeof statuses;
  readonly details: readonly object[];

  constructor(code: keyof typeof statuses, message: string, details: readonly object[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return statuses[this.code];
  }

  body(): object {
    const { status, message, code, details } = this;
    return { error: { code: status, message, status: code, ...(details.length > 0 && { details }) } };
  }
}

export function invalid(message: string): GoogleRefusal {
  return new GoogleRefusal('INVALID_ARGUMENT', message);
}

/** The refusal of a caller without a right, which Google names in words and in the details. */
export function denied(permission: string, resource: string): GoogleRefusal {
  const service = permission.split('.')[0] ?? '';
  const name = `//${service}.googleapis.com/${resource}`;
  return new GoogleRefusal(
    'PERMISSION_DENIED',
    `Permission '${permission}' denied on resource '${name}' (or it may not exist).`,
    [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'IAM_PERMISSION_DENIED',
        domain: `${service}.googleapis.com`,
        metadata: { resource, permission },
      },
    ],
  );
}
