/** What a delivery to try is about, and where it goes. */
export interface Trial {
  readonly address: string;
  readonly secret: string;
  /** A registry's connection and what it calls the model. */
  readonly model: { readonly registry: string; readonly name: string };
}

/**
 * A shell line that signs and sends one delivery which changes nothing: a report without drift, marked as a drill. It
 * needs a POSIX shell, openssl and curl.
 */
export function driftTrial({ address, secret, model }: Trial): string {
  const data = {
    model: { ...model, version: null, environment: null },
    status: 'ok',
    detector: 'curl',
    drill: true,
    features: [],
  };
  const event = `{"specversion":"1.0","id":"'"$id"'","source":"/trial","type":"io.countersign.drift.resolved.v1","data":${quotable(data)}}`;
  return [
    `secret='${secret}'; id="trial-$(date +%s)"; at="$(date +%s)"; body='${event}'`,
    `key="$(printf %s "\${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')"`,
    `signature="$(printf '%s.%s.%s' "$id" "$at" "$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"`,
    `curl -sS -i '${address}' -H "webhook-id: $id" -H "webhook-timestamp: $at" -H "webhook-signature: v1,$signature" -H 'content-type: application/cloudevents+json' --data-binary "$body"`,
  ].join('; ');
}

/** As `driftTrial`, as MLflow tells of a new version: the registry is read, and what is there decides. */
export function mlflowTrial({ address, secret, model }: Trial): string {
  const data = { name: model.name, version: '1', source: '', run_id: null, tags: {}, description: null };
  const event = `{"entity":"model_version","action":"created","timestamp":"'"$(date -u +%Y-%m-%dT%H:%M:%S+00:00)"'","data":${quotable(data)}}`;
  return [
    `secret='${secret}'; id="trial-$(date +%s)"; at="$(date +%s)"; body='${event}'`,
    `signature="$(printf '%s.%s.%s' "$id" "$at" "$body" | openssl dgst -sha256 -hmac "$secret" -binary | openssl base64 -A)"`,
    `curl -sS -i '${address}' -H "x-mlflow-delivery-id: $id" -H "x-mlflow-timestamp: $at" -H "x-mlflow-signature: v1,$signature" -H 'content-type: application/json' --data-binary "$body"`,
  ].join('; ');
}

/** JSON that stands between single quotes of a shell. */
function quotable(data: object): string {
  return JSON.stringify(data).replaceAll("'", '\\u0027');
}
