/** What one folder of `src` may import. Packages that only one of its files may load are in `onlyIn`. */
export interface Room {
  readonly rooms: readonly string[];
  /** `node:*` stands for all of Node's own modules. */
  readonly packages: readonly string[];
}

/** Every room of `src` (docs/architecture.md). What is not named here may not be imported. */
export const rooms: Readonly<Record<string, Room>> = {
  core: { rooms: [], packages: ['yaml'] },
  protocol: { rooms: ['core'], packages: [] },
  engine: {
    rooms: ['core', 'protocol', 'files', 'client', 'servers'],
    packages: [
      'node:*',
      ...['onnxruntime-node', 'onnxruntime-web', 'onnxruntime-common', 'sharp', 'protobufjs'],
      ...['@huggingface/tokenizers', '@noble/hashes', 'buffer'],
    ],
  },
  servers: { rooms: ['core'], packages: ['node:*', 'undici'] },
  client: { rooms: ['core', 'protocol'], packages: ['node:*'] },
  files: { rooms: ['core'], packages: ['node:*', 'yaml'] },
  models: { rooms: ['core', 'files'], packages: ['node:*', 'undici'] },
  generators: { rooms: ['core', 'protocol'], packages: ['node:*', 'ws'] },
  tasks: { rooms: ['core', 'files', 'models', 'generators'], packages: ['node:*'] },
  words: { rooms: ['core', 'files', 'models', 'generators', 'tasks'], packages: [] },
  tools: {
    rooms: ['core', 'client', 'files', 'generators', 'models', 'tasks', 'words'],
    packages: ['node:*'],
  },
  mcp: {
    rooms: ['core', 'client', 'files', 'generators', 'models', 'tools', 'words'],
    packages: ['node:*', '@modelcontextprotocol/sdk'],
  },
  panel: { rooms: ['core', 'protocol', 'words'], packages: ['lit', '@vscode-elements/elements'] },
  extension: {
    rooms: ['core', 'protocol', 'client', 'files', 'generators', 'models', 'tasks', 'words', 'tools'],
    // The last three where extensions run in a browser.
    packages: ['vscode', 'node:*', '@noble/hashes', 'buffer', 'pako'],
  },
  cli: {
    rooms: ['core', 'client', 'files', 'generators', 'models', 'tasks', 'words', 'mcp'],
    packages: ['node:*', 'commander', 'string-width', 'sarif'],
  },
};

/** Modules that reach outside, and the only sources that may import them: each such way has one door. */
export const doors: Readonly<Record<string, readonly string[]>> = {
  // The network. The panel has none, and the engine none but a server that the user set.
  undici: ['models/hubConnection.ts', 'servers/serverConnection.ts'],
  // Generators of pictures, where the user named one.
  'node:http': [
    'generators/address.ts',
    'generators/answer.ts',
    'generators/connection.ts',
    'generators/socket.ts',
  ],
  'node:https': ['generators/connection.ts'],
  ws: ['generators/socket.ts'],
  'node:dns': [],
  'node:tls': [],
  'node:dgram': [],
  // Hashes and bytes where there is no Node.
  '@noble/hashes': ['engine/web/node/crypto.ts', 'extension/web/standIns/crypto.ts'],
  buffer: [
    'engine/web/node/globals.ts',
    'extension/web/standIns/crypto.ts',
    'extension/web/standIns/fs.ts',
    'extension/web/standIns/fsPromises.ts',
    'extension/web/standIns/globals.ts',
  ],
  pako: ['extension/web/standIns/zlib.ts'],
  // Other processes.
  'node:child_process': [
    'client/process/guardChannel.ts',
    'client/process/processLife.ts',
    'engine/images/pictureProcess.ts',
  ],
  // Native code: sessions, and decoders of pictures, whose types others may name.
  sharp: ['engine/images/loadSharp.ts', 'engine/images/decodingBytes.ts'],
};
