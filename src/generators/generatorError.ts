/** What can go wrong between a request and its picture. Worded in `words/generators.ts`. */
export type GeneratorErrorCode =
  /** No address: not http or https, or none at all. */
  | 'generator-address-unusable'
  /** The free header has signs that no header can hold. */
  | 'generator-header-unusable'
  /** Nobody is there. */
  | 'generator-unreachable'
  /** Somebody is there and says nothing for as long as a short question may take. */
  | 'generator-silent'
  /** Something answers that is no generator known here. */
  | 'generator-unknown'
  /** A generator that is known, but that there is no client for. */
  | 'generator-unsupported'
  /** A web UI that was started without its API. */
  | 'generator-api-off'
  | 'generator-unauthorized'
  /** To another host, or a redirect that would lose what was sent. */
  | 'generator-redirects'
  /** A web page in place of an answer: a proxy, a login, a wrong path. */
  | 'generator-html'
  /** The connection ended within an answer. */
  | 'generator-cut'
  | 'generator-answer-unreadable'
  | 'generator-answer-too-large'
  /** It said no, and why. */
  | 'generator-refused'
  | 'generator-sampler-unknown'
  | 'generator-scheduler-unknown'
  | 'generator-model-missing'
  /** It draws with no model unless one is named. */
  | 'generator-model-needed'
  | 'generator-seed-unusable'
  | 'generator-out-of-memory'
  /** Stopped by somebody else: at its own page, or by another program. */
  | 'generator-interrupted'
  /** It ended without a picture. */
  | 'generator-picture-missing'
  /** What it gave is no picture that can be read. */
  | 'generator-picture-unreadable'
  /** A workflow file or text that is no JSON object. */
  | 'workflow-unreadable'
  /** What ComfyUI's editor saves; only what it exports for the API can be sent. */
  | 'workflow-ui-format'
  /** JSON without a single node. */
  | 'workflow-empty'
  /** More than `limit`: nodes, or megabytes. */
  | 'workflow-too-large'
  /** No text of it surely is the prompt: `candidates`. */
  | 'workflow-prompt-unbound'
  /** It has no seed that could be set. */
  | 'workflow-seed-unbound'
  /** The file of chosen places cannot be read. */
  | 'bindings-unreadable'
  /** `slot` is nothing that can be set: `known`. */
  | 'bindings-slot-unknown'
  /** The workflow has no such node of that type, or no such input: `slot`, `node`, `input`. */
  | 'bindings-place-unknown'
  /** The server did not take the graph: `node`, `type`, `input`, `detail`. */
  | 'generator-graph-refused'
  /** The server lacks a node of this type: `type`. */
  | 'generator-node-missing'
  /** A node failed while it ran: `node`, `type`, `detail`. */
  | 'generator-node-failed'
  /** The request is neither waiting, running nor done any more: the server was restarted, or somebody took it away. */
  | 'generator-request-lost';

/** An expected failure, safe to show: no parameter ever holds a password, a header's value, or an address with either. */
export class GeneratorError extends Error {
  constructor(
    readonly code: GeneratorErrorCode,
    readonly parameters: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(parameters)}`, options);
    this.name = 'GeneratorError';
  }
}
