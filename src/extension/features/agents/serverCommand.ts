/** How the terminal's server is started from the editor, with the editor's own Node. */
export function serverCommand({
  program,
  cli,
  folders,
  model,
}: {
  /** Node, or Electron. */
  readonly program: string;
  /** The bundle of the terminal program, absolute. */
  readonly cli: string;
  readonly folders: readonly string[];
  /** Empty for the bundled one. */
  readonly model: string;
}): {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
} {
  const allowed = folders.flatMap((folder) => ['--allow', folder]);
  return {
    command: program,
    args: [cli, 'mcp', ...allowed, ...(model === '' ? [] : ['--model', model])],
    environment: { ELECTRON_RUN_AS_NODE: '1' },
  };
}
