/** What was typed after `/mlops delegate`, each part as it was written; empty where it was not. */
export interface DelegationWords {
  readonly person: string;
  readonly from: string;
  readonly until: string;
  readonly roles: string;
  readonly reason: string;
}

/** Reads `@lea from monday until friday for risk, product because on leave`; all after the person may be left out. */
export function delegationWords(text: string): DelegationWords {
  const [, before = '', reason = ''] = /^(.*?)(?:(?:^|\s)because\b\s*(.*))?$/is.exec(text.trim()) ?? [];
  const parts = before.split(/(?:^|\s)(from|until|till|to|for)(?=\s|$)/i);
  const said = new Map<string, string>();
  for (let at = 1; at < parts.length; at += 2) {
    const word = (parts[at] ?? '').toLowerCase();
    said.set(word === 'till' || word === 'to' ? 'until' : word, (parts[at + 1] ?? '').trim());
  }
  return {
    person: (parts[0] ?? '').trim(),
    from: said.get('from') ?? '',
    until: said.get('until') ?? '',
    roles: said.get('for') ?? '',
    reason: reason.trim(),
  };
}
