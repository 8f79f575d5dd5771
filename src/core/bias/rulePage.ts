import type { Category } from './rule';

/** The page of a rule among those of all rules, with the heading that speaks of it; a user's own rules have none. */
export function rulePage({
  id,
  category,
}: {
  readonly id: string;
  readonly category: Category;
}): string | undefined {
  if (category === 'custom') return undefined;
  return `${pageOfCategory(category)}#${id.slice(category.length + 1)}`;
}

/** `gender/job-title` is on `gender-job-title.md`. */
export function pageOfCategory(category: Category): string {
  return `${category.replace('/', '-')}.md`;
}
