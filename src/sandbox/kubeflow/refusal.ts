/** gRPC status codes as the gateway turns them into HTTP, https://grpc.io/docs/guides/status-codes/. */
const codes = {
  INVALID_ARGUMENT: { code: 3, status: 400 },
  NOT_FOUND: { code: 5, status: 404 },
  ALREADY_EXISTS: { code: 6, status: 409 },
  PERMISSION_DENIED: { code: 7, status: 403 },
  RESOURCE_EXHAUSTED: { code: 8, status: 429 },
  INTERNAL: { code: 13, status: 500 },
  UNAUTHENTICATED: { code: 16, status: 401 },
} as const;

/** A refusal that the API writes as JSON. */
export class KubeflowRefusal extends Error {
  override readonly name = 'KubeflowRefusal';
  readonly status: number;
  readonly #code: number;

  constructor(kind: keyof typeof codes, message: string) {
    super(message);
    this.status = codes[kind].status;
    this.#code = codes[kind].code;
  }

  body(): object {
    const [code, message] = [this.#code, this.message];
    const detail = { '@type': 'type.googleapis.com/google.rpc.Status', code, message };
    return { error: message, code, message, details: [detail] };
  }
}

export function invalid(message: string): KubeflowRefusal {
  return new KubeflowRefusal('INVALID_ARGUMENT', `Invalid input error: ${message}`);
}

export function absent(what: string): KubeflowRefusal {
  return new KubeflowRefusal('NOT_FOUND', `ResourceNotFoundError: ${what} not found.`);
}
