import { graphOf, MAX_NODES, type Graph } from '../../../core/infotext/graph/graph';
import { MAX_TEXT } from '../../../core/infotext/limits';
import {
  isList,
  isObject,
  parseLooseJson,
  type Json,
  type JsonObject,
} from '../../../core/infotext/looseJson';
import { parseExactJson, type ExactJson, type ExactJsonObject } from '../../exactJson';
import { GeneratorError } from '../../generatorError';

/** A node as it goes to the server. */
export interface ExactNode extends ExactJsonObject {
  readonly class_type: string;
  readonly inputs: ExactJsonObject;
}

/** A graph in API form, twice: for looking at, and with all digits for sending. */
export interface Workflow {
  readonly graph: Graph;
  readonly nodes: Readonly<Record<string, ExactNode>>;
}

/**
 * Reads a workflow that the user exported in API form, the `prompt` text of a picture, or the body of a request with it.
 * @throws GeneratorError `workflow-unreadable`, `workflow-ui-format`, `workflow-empty`, `workflow-too-large`
 */
export function readWorkflow(text: string): Workflow {
  if (text.length > MAX_TEXT)
    throw new GeneratorError('workflow-too-large', { limit: `${MAX_TEXT / (1024 * 1024)} MB` });
  // A byte order mark, as some editors write it.
  return workflowIn(text.replace(/^\uFEFF/, ''), 0);
}

function workflowIn(text: string, depth: number): Workflow {
  const loose = parseLooseJson(text);
  if (!isObject(loose)) throw new GeneratorError('workflow-unreadable');
  const graph = graphOf(loose);
  if (graph) return workflowOf(graph, parseExactJson(text));
  const inner = loose.prompt;
  if (typeof inner === 'string' && depth === 0 && inner.trimStart().startsWith('{'))
    return workflowIn(inner, depth + 1);
  const innerGraph = isObject(inner) ? graphOf(inner) : undefined;
  if (innerGraph) return workflowOf(innerGraph, member(parseExactJson(text), 'prompt'));
  throw new GeneratorError(isUiFormat(loose) ? 'workflow-ui-format' : 'workflow-empty');
}

/** What the editor saves: nodes and links as lists. Its values have no names, so it can't be sent. */
function isUiFormat(json: JsonObject): boolean {
  const saved = [json, json.workflow].filter(isObject);
  return saved.some(({ nodes }: { readonly nodes?: Json }) => isList(nodes));
}

/** What is no node is left out: the server would refuse it. */
function workflowOf(graph: Graph, exact: ExactJson | undefined): Workflow {
  if (graph.nodes.size >= MAX_NODES) throw new GeneratorError('workflow-too-large', { limit: MAX_NODES });
  const nodes = [...graph.nodes.keys()].map((id) => [id, member(exact, id) as ExactNode] as const);
  return { graph, nodes: Object.fromEntries(nodes) };
}

function member(json: ExactJson | undefined, name: string): ExactJson | undefined {
  const isThere = typeof json === 'object' && json !== null && Object.hasOwn(json, name);
  return isThere ? (json as ExactJsonObject)[name] : undefined;
}
