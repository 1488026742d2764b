const scales: ReadonlyMap<string, number> = new Map([
  ['m', 1e-3],
  ['', 1],
  ['k', 1e3],
  ['K', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
]);

/**
 * A quantity as Kubernetes writes it, as `500m` or `14Gi`, in its bare unit (cores, bytes, pieces). Null for what is
 * none, as a placeholder that is filled in only at run time.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function kubernetesNumber(quantity: string | number | undefined): number | null {
  const match = /^(\d+(?:\.\d+)?(?:e\d{1,2})?)([a-zA-Z]{0,2})$/.exec(String(quantity ?? '').trim());
  const scale = scales.get(match?.[2] ?? '');
  return match === null || scale === undefined ? null : Number(match[1]) * scale;
}

/** Bytes as GiB, to a thousandth. */
export function gibibytes(bytes: number | null): number | null {
  return bytes === null ? null : Math.round((bytes / 2 ** 30) * 1000) / 1000;
}
