/** What a page of the documentation names that can be gone one day: read from its Markdown. */

/** A link or picture to a file of the repository. */
export interface PageLink {
  /** As it stands, with forward slashes, relative to the page; empty for a heading of the page itself. */
  readonly file: string;
  /** Without `#`, where the link has one. */
  readonly heading?: string;
}

const codeBlock = /^( *)```[^\n]*\n[\s\S]*?^\1```$/gm;
const inlineCode = /`[^`\n]+`/g;

/** Links and pictures to files and headings, also those of HTML; addresses on the web are left out. */
export function linksIn(markdown: string): PageLink[] {
  const prose = markdown.replace(codeBlock, '').replace(inlineCode, '');
  const targets = [
    ...[...prose.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].map(([, target]) => target!),
    ...[...prose.matchAll(/\b(?:src|srcset|href)="([^"]+)"/g)].map(([, target]) => target!),
  ];
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', heading] = target.split('#');
      return { file: decodeURI(file), ...(heading === undefined ? {} : { heading }) };
    });
}

/** Addresses on the web that a page links to or names. */
export function addressesIn(markdown: string): string[] {
  return [...markdown.replace(codeBlock, '').matchAll(/\]\((https?:[^)\s]+)\)/g)].map(
    ([, address]) => address!,
  );
}

/** Names of a page's headings as links write them, in GitHub's way: small letters, no punctuation, hyphens for spaces. */
export function headingsIn(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...markdown.replace(codeBlock, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const name = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name}-${times}`;
  });
}

/** Scripts of package.json that a page runs: `npm test`, `npm run docs`. */
export function scriptsIn(markdown: string): string[] {
  const named = [...markdown.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, name]) => name!);
  return named.filter(
    (name) => !['ci', 'run', 'install', 'pack', 'audit', 'publish', 'registry'].includes(name),
  );
}

/** A line of a terminal that runs the program. */
export interface ProgramLine {
  /** `score`, or `models pull`; empty where only options stand. */
  readonly command: string;
  /** Long and short, with their hyphens. */
  readonly options: readonly string[];
}

/** What a page runs of `spellwright`, in code: whole lines of blocks, and words between backticks. */
export function programLinesIn(markdown: string): ProgramLine[] {
  const blocks = [...markdown.matchAll(codeBlock)].flatMap(([block]) => block.split('\n').slice(1, -1));
  const words = [...markdown.replace(codeBlock, '').matchAll(inlineCode)].map(([code]) => code.slice(1, -1));
  const run = /^\s*(?:- run: |run: |\$ )?(?:[A-Z_]+=\S* )*(?:npx )?spellwright ((?:--)?[a-z].*)$/;
  return [...blocks, ...words].flatMap((line) => {
    const said = run.exec(line)?.[1];
    if (said === undefined) return [];
    const shown = said.replace(/\s+#.*$/, '').split(/\s+[|>&]+\s+(?=[a-z])/)[0]!;
    const [first = '', second = ''] = shown.split(/\s+/);
    const command = first.startsWith('-') ? '' : first === 'models' ? `models ${second}` : first;
    const quoted = shown.replace(/"[^"]*"|'[^']*'/g, '');
    const options = [...quoted.matchAll(/(?<=^|[\s[|])--?[a-z][a-z-]*/g)].map(([option]) => option);
    return [{ command, options }];
  });
}

/** Settings and commands that a page names in code: `spellwright.model`. */
export function identifiersIn(markdown: string): string[] {
  return [...markdown.matchAll(/[`"](spellwright\.[a-z][\w.]*)[`"]/g)].map(([, name]) => name!);
}

/** Commands of the palette that a page names with the program's name before them. */
export function titlesIn(markdown: string): string[] {
  return [...markdown.matchAll(/["“「]Spellwright: ([^"”」\n]+)["”」]/g)].map(([, title]) => title!);
}
