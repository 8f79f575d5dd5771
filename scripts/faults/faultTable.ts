import type { FaultRow } from '../../test/faults/fault';

/** The rows as one Markdown table, by area in the order of the suite. */
export function faultTable(rows: readonly FaultRow[]): string {
  const areas = [...new Set(rows.map(({ area }) => area))];
  const lines = areas.flatMap((area) =>
    rows
      .filter((row) => row.area === area)
      .map(
        ({ fault, tried, outcome, lost }) =>
          `| ${area} | ${fault} | ${tried.toLocaleString('en')} | ${outcome} | ${lost} |`,
      ),
  );
  return ['| where | fault | tried | outcome | lost |', '| --- | --- | ---: | --- | --- |', ...lines].join(
    '\n',
  );
}

/**
 * The page with this table in its place.
 * @throws Error where the page has no place for it
 */
export function withFaultTable(page: string, table: string): string {
  const place = /(<!-- faults -->\n)[^]*?(<!-- end -->)/;
  if (!place.test(page)) throw new Error('docs/reliability.md has no place for the table of faults');
  return page.replace(place, (_all, head: string, end: string) => `${head}\n${table}\n\n${end}`);
}
