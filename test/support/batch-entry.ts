/** The text of an entry of models.yaml, first in its list: a batch model that is trained often and harms nobody. */
export function batchEntry(of: { id: string; in: string; team: string; label: string; more?: string }): string {
  return `models:
  - id: ${of.id}
    in: ${of.in}
    team: ${of.team}
    owner: kim
    business_owner: [tom]
    criticality: low
    materiality: {exposure: medium, purpose: low}
    data_class: [anonymous]
    use_case: [serves_batch, retrains_often]
    eu_high_risk: false
    labels: {team: ${of.team}, model: ${of.label}}
${of.more ?? ''}
`;
}
