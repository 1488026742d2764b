/** Whether the whole text matches: `*` any run without `/`, `**` any run, `?` one character but `/`; case counts. */
export function globMatches(glob: string, text: string): boolean {
  return matchFrom(pieces(glob), text);
}

type Piece = { readonly any: 'run' | 'segment' | 'character' } | { readonly literal: string };

function pieces(glob: string): Piece[] {
  const found: Piece[] = [];
  for (const part of glob.match(/\*\*+|\*|\?|[^*?]/gsu) ?? []) {
    if (part.startsWith('**')) found.push({ any: 'run' });
    else if (part === '*') found.push({ any: 'segment' });
    else if (part === '?') found.push({ any: 'character' });
    else found.push({ literal: part });
  }
  return found;
}

/** Keeps the set of piece positions the text read so far can have reached, so that no glob takes exponential time. */
function matchFrom(glob: readonly Piece[], text: string): boolean {
  let reached = skipStars(glob, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const at of reached) {
      const piece = glob[at];
      if (piece === undefined) continue;
      if ('literal' in piece) {
        if (piece.literal === character) next.add(at + 1);
      } else if (piece.any === 'run') next.add(at);
      else if (character !== '/') next.add(piece.any === 'segment' ? at : at + 1);
    }
    reached = skipStars(glob, next);
  }
  return reached.has(glob.length);
}

function skipStars(glob: readonly Piece[], reached: Set<number>): Set<number> {
  for (const at of reached) {
    const piece = glob[at];
    if (piece !== undefined && 'any' in piece && piece.any !== 'character') reached.add(at + 1);
  }
  return reached;
}
