import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where a program is told to keep things: each an empty folder of its own, so that whatever is left is seen. */
const places = {
  HOME: 'home',
  TMPDIR: 'tmp',
  XDG_CACHE_HOME: 'xdg-cache',
  XDG_CONFIG_HOME: 'xdg-config',
  XDG_DATA_HOME: 'xdg-data',
  XDG_STATE_HOME: 'xdg-state',
  XDG_RUNTIME_DIR: 'xdg-run',
} as const;

/** The machine of somebody who has run nothing yet. */
export class Sandbox {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'spellwright-privacy-'));
  /** All that a program gets. Nothing says that this is a CI machine: ONNX Runtime is silent there by itself. */
  readonly environment: Readonly<Record<string, string>>;
  /** What was there before any program ran, relative. */
  readonly #given = new Set<string>();

  /**
   * @param xdg without, everything goes below the home folder, as on most machines
   * @param files by relative path
   */
  constructor({ xdg }: { readonly xdg: boolean }, files: Readonly<Record<string, string | Uint8Array>>) {
    const used = Object.entries(places).filter(([name]) => xdg || !name.startsWith('XDG_'));
    for (const [, folder] of used) this.#give(folder);
    for (const [name, content] of Object.entries(files)) {
      this.#give(path.posix.dirname(name));
      writeFileSync(path.join(this.folder, name), content);
      this.#given.add(name);
    }
    this.environment = {
      PATH: process.env.PATH ?? '',
      LANG: 'en_US.UTF-8',
      XDG_CACHE_HOME: '', // as if it were not there
      ...Object.fromEntries(used.map(([name, folder]) => [name, path.join(this.folder, folder)])),
    };
  }

  /** Files, and folders with nothing in them, that programs left; relative and in order. */
  left(): string[] {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true }).map((entry) => {
      const found = path.join(entry.parentPath, entry.name);
      return { name: path.relative(this.folder, found).replaceAll(path.sep, '/'), entry, found };
    });
    return entries
      .filter(({ entry, found }) => !entry.isDirectory() || readdirSync(found).length === 0)
      .map(({ name }) => name)
      .filter((name) => !this.#given.has(name))
      .sort();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #give(folder: string): void {
    mkdirSync(path.join(this.folder, folder), { recursive: true, mode: 0o700 });
    for (let at = folder; at !== '.'; at = path.posix.dirname(at)) this.#given.add(at);
  }
}
