import path from 'node:path';

/**
 * A page of the repository for readers elsewhere: links to files become addresses in the repository, since a package
 * holds few of them, and marketplaces show a page without its files. Links within the page and those with a scheme stay.
 * @param markdown without links inside of code that would be changed too
 * @param place of the page in the repository
 * @param repository address without `/` at its end
 * @param inside files that lie beside the page as in the repository: links to them stay
 */
export function publicLinks(
  markdown: string,
  place: string,
  repository: string,
  inside: readonly string[] = [],
): string {
  return markdown.replace(
    /(!?)\[((?:[^[\]]|\[[^[\]]*\]\([^)]*\))*)\]\(([^()\s]+)\)/g,
    (whole, isPicture: string, text: string, target: string) => {
      // A link around a picture.
      const shown = text.includes('](') ? publicLinks(text, place, repository, inside) : text;
      if (/^(?:[a-z][a-z\d+.-]*:|#)/i.test(target)) return whole.replace(text, () => shown);
      const file = path.posix.join(path.posix.dirname(place), target);
      if (inside.includes(file.replace(/#.*$/, ''))) return whole.replace(text, () => shown);
      return `${isPicture}[${shown}](${repository}/${isPicture ? 'raw' : 'blob'}/HEAD/${file})`;
    },
  );
}
