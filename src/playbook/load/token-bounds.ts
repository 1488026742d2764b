/** How deep maps and lists may lie in each other. */
export const deepest = 24;

/** For what is nested past `deepest`. */
export const depthSentence = `this is nested deeper than ${deepest}; nothing in a playbook is`;

const mostTokens = 40_000;
const mostMarks = 16;

interface Passed {
  readonly code: string;
  readonly sentence: string;
}

/** Counts the tokens of one text. */
interface TokenBounds {
  /** What the next token is too much of; null if nothing. Of a plain text the token is null. */
  readonly passedBy: (token: string | null, endsLine: boolean) => Passed | null;
  /** Brackets that were left open are over. */
  readonly leaveFlow: () => void;
}

/** Bounds on what a text may hold before it is read as YAML, so that none takes long or exhausts the stack. */
export function tokenBounds(): TokenBounds {
  let [tokens, marks, depth, indicators] = [0, 0, 0, 0];
  let afterQuote = false;
  return {
    leaveFlow: () => {
      depth = 0;
    },
    passedBy: (token, endsLine) => {
      const first = token?.charAt(0) ?? '';
      tokens += 1;
      if (first === '[' || first === '{') depth += 1;
      else if (first === ']' || first === '}') depth = Math.max(depth - 1, 0);
      else if (first === '&' || first === '*' || first === '!') marks += 1;
      if (endsLine) indicators = 0;
      else if (depth === 0 && token !== null && /^[-?:]$/.test(token)) indicators += 1;
      const quote = first === '"' || first === "'";
      const twoQuotes = quote && afterQuote;
      afterQuote = quote || (afterQuote && first === ' ');
      if (first === '%') return passed.directive;
      if (twoQuotes) return passed.quotes;
      if (tokens > mostTokens) return passed.tokens;
      if (depth > deepest || indicators > deepest) return passed.depth;
      return marks > mostMarks ? passed.marks : null;
    },
  };
}

const passed = {
  directive: { code: 'directive', sentence: 'directives such as %YAML are not allowed; delete this line' },
  quotes: { code: 'yaml', sentence: 'two texts in quotes stand side by side; make them one, or divide them' },
  tokens: { code: 'too_large', sentence: 'this file says more than fits one file; split it' },
  depth: { code: 'too_deep', sentence: depthSentence },
  marks: {
    code: 'alias',
    sentence: 'this file is full of anchors, aliases or tags, which are not allowed; write it out',
  },
} satisfies Record<string, Passed>;
