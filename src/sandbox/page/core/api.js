/** The control API answered with an error; the message is its sentence. */
export class ControlError extends Error {}

async function call(path, init) {
  let response;
  try {
    response = await fetch(`/control/${path}`, init);
  } catch (cause) {
    throw new ControlError('The local workspace does not answer. Is it still running?', { cause });
  }
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  throw new ControlError(body?.error ?? `The local workspace answered ${response.status}.`);
}

/** @param {string} path @param {Record<string, string | number | null | undefined>} [query] */
export function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return call(search === '' ? path : `${path}?${search}`);
}

/** @param {string} path @param {object} act */
export function post(path, act) {
  return call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  });
}

/** The list in an answer that is either the list itself or an object holding it. */
export function listIn(answer, key) {
  return Array.isArray(answer) ? answer : (answer?.[key] ?? []);
}

/** The view in an answer that is the modal itself, `{modal}` around it, or null. */
export function modalIn(answer) {
  const modal = answer !== null && typeof answer === 'object' && 'modal' in answer ? answer.modal : answer;
  return modal?.viewId === undefined ? null : modal;
}
