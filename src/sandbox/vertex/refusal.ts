const codes = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
} as const;

type Status = keyof typeof codes;

/** A refusal as Google's APIs word it: a status by name, the HTTP status that goes with it, and details. */
export class VertexRefusal extends Error {
  override readonly name = 'VertexRefusal';
  readonly status: Status;
  readonly details: readonly object[];

  constructor(status: Status, message: string, details: readonly object[] = []) {
    super(message);
    this.status = status;
    this.details = details;
  }

  get code(): number {
    return codes[this.status];
  }

  body(): object {
    const { code, message, status, details } = this;
    return { error: { code, message, status, ...(details.length > 0 && { details }) } };
  }
}

export function invalid(message: string): VertexRefusal {
  return new VertexRefusal('INVALID_ARGUMENT', message);
}

export function absent(what: string): VertexRefusal {
  return new VertexRefusal('NOT_FOUND', `${what} is not found.`);
}

export function unmet(message: string): VertexRefusal {
  return new VertexRefusal('FAILED_PRECONDITION', message);
}

export function denied(permission: string, resource: string): VertexRefusal {
  const message = `Permission '${permission}' denied on resource '//aiplatform.googleapis.com/${resource}' (or it may not exist).`;
  return new VertexRefusal('PERMISSION_DENIED', message, [
    {
      '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
      reason: 'IAM_PERMISSION_DENIED',
      domain: 'aiplatform.googleapis.com',
      metadata: { resource, permission },
    },
  ]);
}

export function exhausted(retrySeconds: number): VertexRefusal {
  const message =
    "Quota exceeded for quota metric 'Resource management (CRUD) requests' and limit 'Resource management (CRUD) requests per minute per region'.";
  return new VertexRefusal('RESOURCE_EXHAUSTED', message, [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retrySeconds}s` },
  ]);
}
