import { graphRecord } from './graph/graphRecord';
import { graphOf } from './graph/graph';
import { graphOfWorkflow } from './graph/workflow';
import { isList, isObject, parseLooseJson, type Json, type JsonObject } from './looseJson';
import { dreamRecord } from './makers/dreamRecord';
import { infotextRecord } from './makers/infotextRecord';
import { easyDiffusion, toolRecord } from './makers/toolRecords';
import type { PictureProblem } from './pictureRecord';
import type { PictureText } from './pictureText';
import { readInfotext } from './readInfotext';
import { filled, type Found } from './recordParts';

const MAX_DEPTH = 4;
const MAX_PROPERTIES = 60;
const MAX_RECORDS = 100;
/** What InvokeAI would need to make the picture again: its metadata says the same. */
const ITS_OWN_GRAPH = new Set(['invokeai_graph', 'invokeai_workflow']);

/** What the texts of a file say, in the order in which they lie there; nothing is chosen yet. */
export class Interpretation {
  readonly found: Found[] = [];
  readonly problems: PictureProblem[] = [];

  /** Texts that are JSON. */
  private readonly objects = new Set<PictureText>();

  constructor(private readonly texts: readonly PictureText[]) {
    for (const text of texts) this.read(text, (key) => this.textOf(key), 0);
    this.readChunks();
  }

  private textOf(key: string): string | undefined {
    return this.texts.find((text) => text.key === key)?.text;
  }

  private push(record: Found | undefined): void {
    if (record && this.found.length < MAX_RECORDS) this.found.push(record);
  }

  private read(given: PictureText, sibling: (key: string) => string | undefined, depth: number): void {
    const { source, key, text } = given;
    if (ITS_OWN_GRAPH.has(key)) return;
    const start = text.trimStart();
    if (start.startsWith('{') || start.startsWith('[') || start.startsWith('"{')) {
      const json = parseLooseJson(start);
      if (isObject(json)) this.objects.add(given);
      if (isObject(json)) return this.readJson(source, key, json, sibling, depth);
      if (typeof json === 'string' && depth < MAX_DEPTH)
        return this.read({ source, key, text: json }, sibling, depth + 1);
      if (
        json === undefined &&
        isMakers(start) &&
        !readInfotext(text).pairs.some(([name]) => name === 'Steps')
      )
        return void this.problems.push({ code: 'record-unreadable', source });
      if (isList(json) && json.length === 1 && isObject(json[0]))
        return this.readJson(source, key, json[0], sibling, depth);
    }
    this.push(key === 'dream' ? dreamRecord(source, text) : infotextRecord(source, key, text));
  }

  private readJson(
    source: string,
    key: string,
    json: JsonObject,
    sibling: (key: string) => string | undefined,
    depth: number,
  ): void {
    const graph = graphOf(json);
    if (graph) {
      const record = graphRecord(source, graph);
      const isCivitai = typeof json.extraMetadata === 'string' || isObject(json.extra);
      this.push(record && isCivitai ? { ...record, maker: 'civitai' } : record);
      return this.readInside(source, { extraMetadata: json.extraMetadata }, depth);
    }
    if (isList(json.nodes)) return this.push(workflowRecord(source, json));
    const tool = toolRecord(source, json, key);
    if (tool) return this.push(tool.maker === 'novelai' ? withDescription(tool, sibling) : tool);
    this.readInside(source, json, depth);
  }

  /** Records inside of others: NovelAI's comment is a text of JSON inside of JSON. */
  private readInside(source: string, json: JsonObject, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    const sibling = (key: string): string | undefined =>
      filled(Object.entries(json).find(([name]) => name.toLowerCase() === key)?.[1]);
    for (const [name, value] of Object.entries(json).slice(0, MAX_PROPERTIES)) {
      const place = `${source}.${name.slice(0, 40)}`;
      if (typeof value === 'string')
        this.read({ source: place, key: name.toLowerCase(), text: value }, sibling, depth + 1);
      else if (isObject(value)) this.readJson(place, name.toLowerCase(), value, sibling, depth + 1);
    }
  }

  /** Easy Diffusion writes each value into a chunk of its own. */
  private readChunks(): void {
    const chunks = this.texts.filter(({ source }) => source.startsWith('png:'));
    const prompt = chunks.find((chunk) => chunk.key === 'prompt' && !this.objects.has(chunk));
    if (!prompt) return;
    const values: Record<string, Json> = Object.fromEntries(chunks.map(({ key, text }) => [key, text]));
    this.push(easyDiffusion(prompt.source, values, 'prompt'));
  }
}

/** JSON of a maker that is damaged, rather than a prompt that begins with a brace. */
function isMakers(text: string): boolean {
  return /"(?:class_type|sui_image_params|positive_prompt|negative_prompt|sampler|v4_prompt|widgets_values)"\s{0,9}:/.test(
    text,
  );
}

/** Before V4, NovelAI's comment lacks the prompt, which is the description. `Source` is its model. */
function withDescription(record: Found, sibling: (key: string) => string | undefined): Found {
  const model = filled(sibling('source'));
  const prompt = record.prompt || (filled(sibling('description')) ?? '');
  const parameters =
    model === undefined ? record.parameters : [...record.parameters, ['Model', model] as const];
  return { ...record, prompt, parameters, rank: prompt === '' ? 'empty' : record.rank };
}

function workflowRecord(source: string, json: JsonObject): Found | undefined {
  const graph = graphOfWorkflow(json);
  const record = graph && graphRecord(source, graph);
  if (!record) return undefined;
  const approximate = ['workflow-only' as const, ...(record.approximate ?? [])];
  return { ...record, approximate, rank: record.rank === 'empty' ? 'empty' : 'workflow' };
}

/** Names that Easy Diffusion gives its values for people. */
const EASY_LINE =
  /^(Prompt|Negative Prompt|Seed|Width|Height|Steps|Guidance Scale|Prompt Strength|Sampler|Stable Diffusion model|VAE model|Clip Skip|Use [\w ]{1,30}|[A-Z][\w ]{1,30}): ?(.*)$/;

/** A text beside a picture: Easy Diffusion's, a value a line, in the form of its chunks; else as it is. */
export function sidecarTexts(text: string): JsonObject | undefined {
  const lines = text.replace(/\r\n?/g, '\n').slice(0, 200_000).split('\n');
  const values: Record<string, string> = {};
  let last: string | undefined;
  for (const line of lines.slice(0, 2000)) {
    const pair = EASY_LINE.exec(line);
    if (pair) {
      last = pair[1]!.toLowerCase();
      values[last] ??= pair[2]!;
    } else if (last === undefined) return undefined;
    else values[last] += `\n${line}`;
  }
  return 'prompt' in values && 'seed' in values && 'guidance scale' in values ? values : undefined;
}
