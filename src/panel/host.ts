import { readHostMessage, type HostMessage, type PanelMessage } from '../protocol/panel';

/** What VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** The extension host, as the panel sees it. */
export const host = {
  send(message: PanelMessage): void {
    api.postMessage(message);
  },
  /** Messages that are none of ours are dropped: VS Code and its tools post into the same window. */
  onMessage(listener: (message: HostMessage) => void): void {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = readHostMessage(event.data);
      if (message) listener(message);
    });
  },
  keptState(): unknown {
    return api.getState();
  },
  keep(state: unknown): void {
    api.setState(state);
  },
};
