import type { Evidence, EvidenceSource, EvidenceTable } from './rule';
import { NO_LIMITS, readYamlData, type ConfigProblem, type YamlData } from './yamlData';

/** Reads `rules/evidence.yml`. Every key is needed, but the labour share of an occupation. */
export function readEvidenceFile(text: string): {
  readonly evidence: EvidenceTable;
  readonly problems: readonly ConfigProblem[];
} {
  const { root, problems } = readYamlData(text, NO_LIMITS);
  const keys = new Map(root.entries(['generator', 'pictures', 'labour', 'occupations']));
  const evidence = {
    generator: needed(root, keys, 'generator')?.text() ?? '',
    pictures: readSource(needed(root, keys, 'pictures')),
    labour: readSource(needed(root, keys, 'labour')),
    occupations: Object.fromEntries(
      needed(root, keys, 'occupations')
        ?.entries()
        .map(([name, data]) => [name, readCounts(data)]) ?? [],
    ),
  };
  return { evidence, problems: problems.list };
}

function readSource(data: YamlData | undefined): EvidenceSource {
  const keys = new Map(data?.entries(['title', 'url', 'license', 'published']));
  const text = (key: string) => (data && needed(data, keys, key)?.text()) ?? '';
  return { title: text('title'), url: text('url'), license: text('license'), published: text('published') };
}

function readCounts(data: YamlData): Evidence {
  const keys = new Map(data.entries(['men', 'women', 'labourWomenPercent', 'labourYear']));
  const labourWomenPercent = keys.get('labourWomenPercent')?.number();
  const labourYear = keys.get('labourYear')?.number();
  return {
    men: needed(data, keys, 'men')?.number() ?? 0,
    women: needed(data, keys, 'women')?.number() ?? 0,
    ...(labourWomenPercent !== undefined && { labourWomenPercent }),
    ...(labourYear !== undefined && { labourYear }),
  };
}

function needed(data: YamlData, keys: ReadonlyMap<string, YamlData>, key: string): YamlData | undefined {
  return (
    keys.get(key) ??
    data.problems.add('config-missing-key', data.offset, { path: data.path || 'the file', key })
  );
}
